import * as vscode from 'vscode';
import { COMMANDS } from '../contributions';
import type { ProbeRunner } from '../probes/probeRunner';
import { chooseTarget } from '../probes/probeTarget';
import type { ChosenRequest } from '../requests/chosenRequest';
import type { Settings } from '../settings';
import type { Command } from './command';

/** Asks the system's resolver and, beside it, a DNS server directly. */
export class ProbeDns implements Command {
  readonly id = COMMANDS.probeDns;

  constructor(
    private readonly chosen: ChosenRequest,
    private readonly runner: ProbeRunner,
    private readonly settings: Pick<Settings, 'probeResolver'>,
  ) {}

  async run(argument: unknown): Promise<void> {
    const target = await chooseTarget(this.chosen, argument, vscode.l10n.t('Probe DNS'));
    if (!target) return;
    const { request, host: name } = target;
    const server = this.settings.probeResolver;
    // A server that the person set is asked beside the system's own resolver, as it would be without the setting.
    const chosenServer = server === '' ? {} : { server, systemLookup: true };
    // Loaded when someone probes: Node's network modules and the readers of hostile bytes cost an activation nothing.
    const [{ planDns }, { probeDns }] = await Promise.all([import('../../probe/plan'), import('../../probe/dns/probeDns')]);
    await this.runner.run(request, {
      kind: 'dns',
      question: vscode.l10n.t('Ask the DNS about {0}?', name),
      progress: vscode.l10n.t('Probing the DNS of {0}', name),
      plan: (options) => planDns({ ...options, ...chosenServer, name }),
      probe: (options) => probeDns({ ...options, ...chosenServer, name }),
    });
  }
}
