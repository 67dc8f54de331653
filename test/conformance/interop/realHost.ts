import { LINUX } from '../../../src/clients/operatingSystems/linux';
import { SeededRandom } from '../../../src/simulator/seededRandom';
import type { HostServices, OpenStep } from '../../../src/stack/services';

/** A host of the stack in real time: think times are none, steps and secrets are kept. */
export interface RealHost extends HostServices {
  /** `tls.handshake happens`, in the order in which they end. */
  readonly ended: string[];
  /** The NSS key log so far. */
  readonly secret: (label: string) => Uint8Array | undefined;
}

export function realHost(hostName: string): RealHost {
  const lines: (() => string)[] = [];
  const ended: string[] = [];
  const after = (_: number, action: () => void) => {
    const timer = setImmediate(action);
    return { cancel: () => clearImmediate(timer) };
  };
  const openStep = ({ id }: { readonly id: string }): OpenStep => {
    const end = (state: string) => (reason: string) => void ended.push(`${id} ${state}: ${reason}`);
    return { tag: { stepIndex: 0 }, happens: end('happens'), skipped: end('skipped'), notApplicable: end('not-applicable'), fails: end('fails') };
  };
  return {
    hostName, ended, after, system: LINUX,
    // A timer that nobody waits for: here nobody has to.
    afterInBackground: () => ({ cancel: () => undefined }),
    nowMs: () => 0,
    random: new SeededRandom(1, hostName),
    trace: {
      openStep, crossing: () => 0, passed: () => 0, worthSaying: () => false, finding: () => undefined, secret: (line) => void lines.push(line),
    },
    secret: (label) => {
      const found = lines.map((line) => line().split(' ')).filter(([name]) => name === label).at(-1)?.[2];
      return found === undefined ? undefined : Buffer.from(found, 'hex');
    },
  };
}
