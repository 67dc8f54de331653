import type { PlannedContact } from '../probe/probeOptions';
import { visibleLine } from '../model/visibleLine';
import type { Terminal } from './terminal';

/**
 * The consent of someone who typed the command: every address is named on standard error before a packet goes there. A name that
 * leads to a cloud's metadata address is refused, because nobody who types a name means that one; `typed` addresses are not.
 */
export function commandLineConsent(terminal: Terminal, typed: readonly (string | undefined)[]): (contacts: readonly PlannedContact[]) => Promise<boolean> {
  return (contacts) => {
    for (const { address, port, transport, addressClass, purpose } of contacts) {
      terminal.error(`contacting ${visibleLine(address, 80)} port ${port} (${transport}), ${visibleLine(purpose, 200)}. ${addressClass.sentence}\n`);
    }
    const refused = contacts.find(({ address, addressClass }) => addressClass.kind === 'metadata' && !typed.some((each) => each?.includes(address)));
    if (refused) terminal.error(`refused: give ${refused.address} itself (--address) to contact it.\n`);
    return Promise.resolve(refused === undefined);
  };
}

/** Aborted by Ctrl+C; `release` stops listening. */
export function interruptSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  process.once('SIGINT', abort);
  return { signal: controller.signal, release: () => process.off('SIGINT', abort) };
}
