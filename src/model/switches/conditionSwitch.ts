/** One switch: its dotted key, what it accepts, its default and its help. CLI, panel and settings all read the table of them. */
export type ConditionSwitch = NumberSwitch | ChoiceSwitch | TextSwitch;

interface SwitchText {
  /** Dotted: `path.rttMs`. */
  readonly key: string;
  /** One plain sentence. */
  readonly help: string;
}

export interface NumberSwitch extends SwitchText {
  readonly type: 'number';
  readonly default: number;
  /** The default is the value of this other key. */
  readonly defaultKey?: string;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly unit: string;
}

export interface ChoiceSwitch extends SwitchText {
  readonly type: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
  /** What each choice is, where the help text alone does not say; one sentence each. */
  readonly meanings?: Readonly<Record<string, string>>;
}

export interface TextSwitch extends SwitchText {
  readonly type: 'text';
  readonly default: string;
  readonly pattern: RegExp;
  /** An example of the form. */
  readonly form: string;
}

/** A number from `min` to `max`; `unit` is empty for one without. */
export function numberSwitch(
  key: string, value: number, min: number, max: number, unit: string, help: string, integer = false,
): NumberSwitch {
  return { key, type: 'number', default: value, min, max, integer, unit, help };
}

/** One of `choices`; the first is the default. */
export function choiceSwitch(key: string, choices: readonly string[], help: string, meanings?: ChoiceSwitch['meanings']): ChoiceSwitch {
  return { key, type: 'choice', default: choices[0] ?? '', choices, help, ...(meanings === undefined ? {} : { meanings }) };
}

/** A text that matches `pattern`; `form` shows one. */
export function textSwitch(key: string, value: string, pattern: RegExp, form: string, help: string): TextSwitch {
  return { key, type: 'text', default: value, pattern, form, help };
}
