/** Where a command writes. */
export interface Terminal {
  /** Standard output. */
  out(text: string): void;
  /** Standard error. */
  error(text: string): void;
  /** Whether standard output is a terminal that shows colours. */
  readonly colour: boolean;
}

/** How parts of a report are set apart; every one returns its text unchanged where colours are not wanted. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly notable: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** SGR sequences of ECMA-48 §8.3.117. */
export function terminalStyle({ colour }: Terminal): Style {
  const sgr = (on: number, off: number) => (text: string) => (colour ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return { bold: sgr(1, 22), dim: sgr(2, 22), good: sgr(32, 39), notable: sgr(33, 39), bad: sgr(31, 39) };
}
