import { LINUX } from '../../../../src/clients/operatingSystems/linux';
import type { HostServices } from '../../../../src/stack/services';

/** A step that a module opened, with how it ended. */
export interface SaidStep {
  readonly id: string;
  readonly title: string;
  state: string;
  reason: string;
}

/** A host for one module: its clock is set by hand, chance is always 0, and its steps are kept. */
export function testHost(): { readonly host: HostServices; readonly steps: SaidStep[]; nowMs: number } {
  const steps: SaidStep[] = [];
  const at: { readonly host: HostServices; readonly steps: SaidStep[]; nowMs: number } = {
    nowMs: 0,
    steps,
    host: {
      hostName: 'client',
      system: LINUX,
      nowMs: () => at.nowMs,
      after: () => ({ cancel: () => undefined }),
      afterInBackground: () => ({ cancel: () => undefined }),
      random: { bytes: (count) => new Uint8Array(count), below: () => 0 },
      trace: {
        openStep: ({ id, title }) => {
          const step: SaidStep = { id, title, state: 'open', reason: '' };
          steps.push(step);
          const end = (state: string) => (reason: string) => void Object.assign(step, { state, reason });
          return { tag: { stepIndex: steps.length }, happens: end('happens'), skipped: end('skipped'), notApplicable: end('not-applicable'), fails: end('fails') };
        },
        worthSaying: () => true, crossing: () => 0, passed: () => 0, finding: () => undefined, secret: () => undefined,
      },
    },
  };
  return at;
}
