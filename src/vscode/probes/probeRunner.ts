import type * as vscode from 'vscode';
import type { ProbeKind } from '../../messages';
import type { Observation } from '../../model/observation';
import type { Request } from '../../model/request';
import type { ProbeOptions, ProbePlan } from '../../probe/probeOptions';
import { askConsent, mayProbe, probingMachine } from './consent';
import { ProbeProgress } from './probeProgress';
import type { ProbeResults } from './probeResults';

/** What differs between the probes. */
export interface ProbeJob {
  readonly kind: ProbeKind;
  /** "Ask the DNS about www.example.com?" */
  readonly question: string;
  /** "Probing the DNS of www.example.com". */
  readonly progress: string;
  /** What will be contacted; sends nothing. */
  readonly plan: (options: ProbeOptions) => Promise<ProbePlan>;
  readonly probe: (options: ProbeOptions) => Promise<Observation>;
}

/** Runs a probe as a person's command: trust, consent, progress with cancel, and the result to the panel. */
export class ProbeRunner {
  constructor(
    private readonly results: ProbeResults,
    private readonly showRequest: (request: Request) => void,
    private readonly log: Pick<vscode.LogOutputChannel, 'info'>,
  ) {}

  /** `request` is what the panel shows the result beside. */
  async run(request: Request, job: ProbeJob): Promise<void> {
    if (!(await mayProbe())) return;
    const probedFrom = probingMachine();
    const plan = await job.plan({ probedFrom, confirm: () => Promise.resolve(false) });
    const observation = await this.observe(job, plan);
    this.log.info(`probe ${observation.target}: ${observation.steps.map(({ id, state }) => `${id} ${state}`).join(', ')}`);
    this.results.add(request, job.kind, observation);
    this.showRequest(request);
  }

  private async observe(job: ProbeJob, plan: ProbePlan): Promise<Observation> {
    const cancellation = new AbortController();
    const shown = new ProbeProgress(job.progress, () => cancellation.abort());
    let notes = plan.notes;
    try {
      return await job.probe({
        probedFrom: plan.probedFrom,
        signal: cancellation.signal,
        progress: (message) => shown.report(message),
        confirm: async (contacts) => {
          shown.hide();
          const said = await askConsent(job.question, plan.probedFrom, contacts, notes);
          // They are about the whole probe: said once.
          notes = [];
          if (said) shown.show();
          return said;
        },
      });
    } finally {
      shown.hide();
    }
  }
}
