import * as vscode from 'vscode';
import { conditionSwitch } from '../model/conditions';
import type { ConditionSettings } from '../model/conditions';
import { SETTINGS, SETTINGS_SECTION } from './contributions';

/** The switches that have a setting; their settings have the same key. */
const CONDITION_SETTINGS = [SETTINGS.pathRttMs, SETTINGS.pathMbps, SETTINGS.resolverRttMs];

/** The only reader of the settings. Reads at the moment of asking, so a change counts at once. */
export class Settings {
  get hoverEnabled(): boolean {
    return this.read<boolean>(SETTINGS.hoverEnabled) ?? true;
  }

  /** The client profile for requests whose code does not name its client. May be the id of no known profile. */
  get client(): string {
    return this.read<string>(SETTINGS.client) ?? '';
  }

  /** The person's own defaults of the what-if switches; a value out of range is left out, as if it were not set. */
  get conditions(): ConditionSettings {
    const chosen: Record<string, number> = {};
    for (const key of CONDITION_SETTINGS) {
      const value = this.read<unknown>(key);
      const found = conditionSwitch(key);
      if (found.type !== 'number' || typeof value !== 'number' || !Number.isFinite(value)) continue;
      // A value that stands in the settings although it is the default is no choice, unless the default is to follow another one.
      const isChosen = value !== found.default || found.defaultKey !== undefined;
      if (isChosen && value >= found.min && value <= found.max) chosen[key] = value;
    }
    return chosen;
  }

  /** The DNS server that probes ask, as typed; empty for the system's. VS Code leaves out an untrusted workspace's value. */
  get probeResolver(): string {
    return (this.read<string>(SETTINGS.probeResolver) ?? '').trim();
  }

  get problemsEnabled(): boolean {
    return this.read<boolean>(SETTINGS.problemsEnabled) ?? true;
  }

  /** Ids of findings that the person does not want among the problems. */
  get disabledProblems(): readonly string[] {
    const value = this.read<unknown>(SETTINGS.problemsDisabled);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  }

  get codeLensEnabled(): boolean {
    return this.read<boolean>(SETTINGS.codeLensEnabled) ?? false;
  }

  private read<T>(key: string): T | undefined {
    return vscode.workspace.getConfiguration(SETTINGS_SECTION).get<T>(key);
  }
}
