import { createHook } from 'node:async_hooks';

/** Handles and requests of libuv through which a process names hosts, connects and sends. */
const NETWORK_TYPES = new Set(['TCPWRAP', 'TCPCONNECTWRAP', 'UDPWRAP', 'UDPSENDWRAP', 'GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'QUERYWRAP', 'DNSCHANNEL', 'TLSWRAP', 'HTTP2SESSION', 'QUICSESSION']);

/** What began to use the network, and from where in which file. */
export interface NetworkUse {
  readonly type: string;
  readonly stack: string;
}

/**
 * Sees every use of the network in this process below all of Node's interfaces, whoever imported what and when. The extension
 * host is shared with VS Code's own extensions, so each use is attributed by its stack.
 */
export class NetworkWatch {
  private readonly seen: NetworkUse[] = [];
  private readonly stackTraceLimit = Error.stackTraceLimit;
  private readonly hook = createHook({
    init: (_id, type) => {
      if (NETWORK_TYPES.has(type)) this.seen.push({ type, stack: new Error().stack ?? '' });
    },
  }).enable();

  constructor() {
    Error.stackTraceLimit = 100;
  }

  /** Uses whose stack goes through the given file or folder, so far. */
  from(place: string): readonly NetworkUse[] {
    return this.seen.filter(({ stack }) => stack.includes(place));
  }

  stop(): void {
    this.hook.disable();
    Error.stackTraceLimit = this.stackTraceLimit;
  }
}
