import { getServers, lookup } from 'node:dns';

/** What a probe asks of the machine's own name service. */
export interface SystemServices {
  /** The answer of the system's resolver library (getaddrinfo: hosts file, cache, servers), in its order. */
  readonly lookup: (name: string) => Promise<readonly SystemAddress[]>;
  /** The configured DNS servers, as `ADDR` or `ADDR:PORT` or `[ADDR]:PORT`. */
  readonly servers: () => readonly string[];
}

interface SystemAddress {
  readonly address: string;
  readonly family: number;
}

/** The machine's own. `lookup` rejects with a `code` such as ENOTFOUND or EAI_AGAIN and cannot be interrupted, only left behind. */
export const systemServices: SystemServices = {
  lookup: (name) => new Promise((resolve, reject) => {
    lookup(name, { all: true, verbatim: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses);
    });
  }),
  servers: () => getServers(),
};
