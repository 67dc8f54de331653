import type { Request } from '../../model/request';
import type { ClientCall } from '../folding/applyCall';
import type { Setting } from '../folding/value';

/** What sets a limit of time, or may. */
const LIMITS: ReadonlySet<string> = new Set(['timeoutMs', 'timeoutS', 'signal']);

/** Whether a call sets a limit whose length is not known, or certainly none. `assembled`: what is known of it. */
export function timeoutGiven(client: ClientCall, settings: readonly Setting[], { timeoutMs }: Pick<Request, 'timeoutMs'>): Pick<Request, 'timeoutGiven'> {
  if (timeoutMs !== undefined) return {};
  const all = flatten(settings);
  if (all.some(({ role, value }) => LIMITS.has(role) && !(value.kind === 'primitive' && (value.value === undefined || value.value === null)))) return { timeoutGiven: true };
  if (all.some(({ role, value }) => role === 'incomplete' || ((role === 'agent' || role === 'request') && value.kind !== 'primitive' && value.kind !== 'draft'))) return {};
  return isSeen(client, all) ? { timeoutGiven: false } : {};
}

/** Those of clients, agents and requests inside too; they nest a handful of levels. */
function flatten(settings: readonly Setting[], level = 0): readonly Setting[] {
  return settings.flatMap((setting) => (setting.value.kind === 'draft' && level < 8 ? [setting, ...flatten(setting.value.settings, level + 1)] : [setting]));
}

/** Whether the function is a module's own, or the client is made in this text. */
function isSeen({ path, rule, description: { rules } }: ClientCall, all: readonly Setting[]): boolean {
  if (path.startsWith('*')) return false;
  const owner = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
  const isMethod = rules.some(({ makes, call }) => makes === owner && !call.startsWith(`${owner}.`));
  // What only builds a request leaves it to a client to send it.
  const isBuilt = rule.sends !== true && rules.some(({ args, sends, anchors }) => sends === true && (anchors === false || anchors === 'given') && args?.[0] === 'request');
  return (!isMethod && !isBuilt) || all.some(({ role, value }) => (role === 'made' || role === 'agent') && value.kind === 'primitive' && value.value === true);
}
