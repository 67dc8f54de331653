import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { ConditionSettings } from '../model/conditions';
import { parseConditionValue } from '../model/conditions';
import { visibleLine } from '../model/visibleLine';
import { InputError } from '../model/wirewalkError';

type OptionTable = NonNullable<ParseArgsConfig['options']>;

/** Options and positional arguments of one command. Throws `InputError` for an option that is unknown or lacks its value. */
export function parseOptions<const Options extends OptionTable>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const sentence = /^[^.]*?(?=\. |$)/.exec(error.message.split('\n')[0] ?? '')?.[0] ?? error.message;
    throw new InputError(`${visibleLine(sentence, 200).replace(/\.$/, '')}.`);
  }
}

/** The one positional argument that a command takes. Throws `InputError` when there is none, or more. */
export function onlyArgument(positionals: readonly string[], what: string, usage: string): string {
  const [only, extra] = positionals;
  if (only === undefined) throw new InputError(`${what} is missing: ${usage}`);
  if (extra !== undefined) throw new InputError(`Expected one ${what.replace(/^An? /, '')}, found "${visibleLine(extra, 80)}" as well: ${usage}`);
  return only;
}

/** A whole number from `min` to `max`. Throws `InputError`. */
export function wholeNumber(typed: string, option: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new InputError(`${option} is a whole number from ${min} to ${max}; found "${visibleLine(typed, 80)}".`);
}

/** Of some options that exclude each other at most one may be given. Throws `InputError`. */
export function atMostOne(given: Readonly<Record<string, boolean | undefined>>): void {
  const names = Object.keys(given).filter((name) => given[name] === true);
  if (names.length > 1) throw new InputError(`Give one of ${names.join(', ')}, not several.`);
}

/** `key=value` texts to settings; a later one replaces an earlier one. Throws `InputError`. */
export function parseSettings(texts: readonly string[]): ConditionSettings {
  const settings: Record<string, string | number> = {};
  for (const text of texts) {
    const equals = text.indexOf('=');
    if (equals < 1) throw new InputError(`--set takes key=value, as in path.rttMs=50; found "${visibleLine(text, 80)}".`);
    const key = text.slice(0, equals);
    settings[key] = parseConditionValue(key, text.slice(equals + 1));
  }
  return settings;
}
