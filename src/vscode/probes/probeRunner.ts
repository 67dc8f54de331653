import * as vscode from 'vscode';
import type { ProbeKind } from '../../messages';
import type { Observation } from '../../model/observation';
import type { Request } from '../../model/request';
import type { ProbeOptions, ProbePlan } from '../../probe/probeOptions';
import { visible } from '../hover/inertText';
import { askConsent, mayProbe, probingMachine } from './consent';
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
    const observation = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: visible(job.progress), cancellable: true },
      (progress, token) => this.observe(job, plan, token, (message) => progress.report({ message: visible(message) })),
    );
    this.log.info(`probe ${observation.target}: ${observation.steps.map(({ id, state }) => `${id} ${state}`).join(', ')}`);
    this.results.add(request, job.kind, observation);
    this.showRequest(request);
  }

  private async observe(job: ProbeJob, plan: ProbePlan, token: vscode.CancellationToken, progress: (message: string) => void): Promise<Observation> {
    const cancellation = new AbortController();
    const listener = token.onCancellationRequested(() => cancellation.abort());
    let notes = plan.notes;
    try {
      return await job.probe({
        probedFrom: plan.probedFrom,
        signal: cancellation.signal,
        progress,
        confirm: async (contacts) => {
          const said = await askConsent(job.question, plan.probedFrom, contacts, notes);
          // They are about the whole probe: said once.
          notes = [];
          return said;
        },
      });
    } finally {
      listener.dispose();
    }
  }
}
