import * as vscode from 'vscode';
import { describeContact } from '../../probe/contacts';
import type { PlannedContact } from '../../probe/probeOptions';
import { visible } from '../hover/inertText';

/** More addresses than this are counted. */
const MAX_LISTED = 12;

/**
 * Asks before packets leave: to which addresses, of what kind, from which machine, for what. Nothing but the button says yes;
 * closing the question says no.
 */
export async function askConsent(what: string, probedFrom: string, contacts: readonly PlannedContact[], notes: readonly string[]): Promise<boolean> {
  const send = vscode.l10n.t('Send');
  const listed = contacts.slice(0, MAX_LISTED).map((contact) => `• ${visible(describeContact(contact))}\n   ${visible(contact.addressClass.sentence)}`);
  const more = contacts.length > MAX_LISTED ? [vscode.l10n.t('… and {0} more addresses.', contacts.length - MAX_LISTED)] : [];
  const detail = [vscode.l10n.t('The packets leave from {0} and go to:', probedFrom), ...listed, ...more, ...notes.map(visible)].join('\n');
  return (await vscode.window.showWarningMessage(visible(what), { modal: true, detail }, send)) === send;
}

/** Whether probes may run; says why not, and how that is changed. */
export async function mayProbe(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Probes send packets to hosts that the files name, so they need a trusted workspace. Predictions and lessons work in Restricted Mode too.'),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

/** Where packets of this extension leave, in words. */
export function probingMachine(): string {
  const { remoteName } = vscode.env;
  return remoteName === undefined ? vscode.l10n.t('this machine') : vscode.l10n.t('the remote machine ({0})', remoteName);
}
