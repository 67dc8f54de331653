import * as vscode from 'vscode';
import { COMMANDS } from '../contributions';
import type { ProbeRunner } from '../probes/probeRunner';
import { chooseTarget, endpoint } from '../probes/probeTarget';
import type { ChosenRequest } from '../requests/chosenRequest';
import type { Command } from './command';

/** Makes a TLS handshake with the real server and closes the connection again. */
export class ProbeTls implements Command {
  readonly id = COMMANDS.probeTls;

  constructor(
    private readonly chosen: ChosenRequest,
    private readonly runner: ProbeRunner,
  ) {}

  async run(argument: unknown): Promise<void> {
    const chosen = await chooseTarget(this.chosen, argument, vscode.l10n.t('Probe TLS'));
    if (!chosen) return;
    const target = endpoint(chosen);
    // Loaded when someone probes: Node's network modules and the readers of hostile bytes cost an activation nothing.
    const [{ planTls }, { probeTls }] = await Promise.all([import('../../probe/plan'), import('../../probe/tls/probeTls')]);
    await this.runner.run(chosen.request, {
      kind: 'tls',
      question: vscode.l10n.t('Make a TLS handshake with {0}?', target),
      progress: vscode.l10n.t('Probing TLS of {0}', target),
      plan: (options) => planTls({ ...options, target }),
      probe: (options) => probeTls({ ...options, target }),
    });
  }
}
