import { ClientRules, type FoundRule } from '../libraries/clientRules';
import type { CallRule } from '../libraries/description';
import { SHELL_CLIENTS } from '../libraries/shell/clients';
import type { CallExpression } from '../syntax/expression';
import { commandSettings, type Word } from './commandSettings';
import { FUNCTION } from './settingsOf';
import type { Evaluator } from './evaluator';
import { joinParts } from './operators';
import { knownText, toParts, type Part, type Setting, type Value } from './value';

/** Programs that run the one behind them, and take options and numbers of their own before it. */
const WRAPPERS = /^(?:sudo|env|nohup|time|timeout|nice|command|exec|doas)$/;
const SHELLS = /^(?:(?:ba|da|k|z)?sh|cmd|powershell|pwsh)$/;
const MAX_WORDS = 400;
/** Arguments that are given by name. */
const LINE_NAMES = /^(?:args|cmd|command|arguments|fileName)$/;

/** What starts a program, and what the program sends. */
export interface LaunchedProgram {
  readonly found: FoundRule;
  readonly settings: readonly Setting[];
}

let commands: ClientRules | undefined;

/**
 * The request of a program that the call starts (`subprocess.run(["curl", url])`, `exec('ping host')`), by the program's own
 * description. Undefined where the program is not known, or sends nothing.
 */
export function launchedProgram(evaluator: Evaluator, rule: CallRule, call: CallExpression): LaunchedProgram | undefined {
  commands ??= new ClientRules(SHELL_CLIENTS);
  for (const words of commandLines(givenWords(evaluator, rule, call))) {
    const program = firstProgram(words);
    const [name, ...rest] = program;
    const called = name && programName(name.value);
    const found = called === undefined ? undefined : commands.find(called, () => [], '');
    if (!found?.rule.command) continue;
    const settings = commandSettings(found.rule.command, rest, call.argumentsStart, found.rule.sets ?? {});
    if (settings.some(({ role }) => role === 'url' || role === 'host')) return { found, settings };
  }
  return undefined;
}

/** The arguments as words: a list stands for its items. */
function givenWords(evaluator: Evaluator, { args = [], runs }: CallRule, call: CallExpression): readonly Word[] {
  if (call.line) {
    const parts = call.line.flatMap((piece) => (typeof piece === 'string' ? [piece] : evaluator.partsOf(piece)));
    return [{ value: { kind: 'text', parts: joinParts(parts) }, range: [call.nameNode.startIndex, call.nameNode.endIndex] }];
  }
  const words: Word[] = [];
  for (const [index, { value: node, name, spread }] of call.args.entries()) {
    if (spread || (name === undefined ? args[index] === null : !LINE_NAMES.test(name)) || FUNCTION.test(node.type)) continue;
    if (runs === 'line' && words.length > 0) break;
    const value = evaluator.evaluate(node);
    const range = [node.startIndex, node.endIndex] as const;
    if (value.kind === 'array') words.push(...value.items.map((item) => ({ value: item, range })));
    else if (value.kind !== 'object' && value.kind !== 'primitive') words.push({ value, range });
  }
  return words.slice(0, MAX_WORDS);
}

/** The commands of what is run: a line for a shell has several, a list of words is one. */
function commandLines(words: readonly Word[]): readonly (readonly Word[])[] {
  const [first, second, third] = words;
  if (!first) return [];
  // `system("curl", url)` gives words where `system("curl url")` gives a line; `Process.Start("curl", "-s url")` both.
  const program = programName(first.value);
  if (program !== undefined && SHELLS.test(program)) return third && /^[-/]\w+$/.test(knownText(toParts(second?.value ?? first.value)) ?? '') ? splitLine(third) : [];
  if (words.length === 1) return splitLine(first);
  if (words.length === 2 && second && /\s/.test(shown(second.value))) return splitLine(second).slice(0, 1).map((rest) => [first, ...rest]);
  return [words];
}

/** The words of a shell's line, as far as quoting decides them; a command ends where another begins. */
function splitLine({ value, range }: Word): readonly (readonly Word[])[] {
  const lines: Word[][] = [[]];
  let word: Part[] | undefined;
  let quote = '';
  const put = (part: Part): void => {
    word = [...(word ?? []), part];
  };
  const end = (): void => {
    if (word) lines.at(-1)?.push({ value: { kind: 'text', parts: joinParts(word) }, range });
    word = undefined;
  };
  for (const part of joinParts(toParts(value))) {
    if (typeof part !== 'string') {
      put(part);
      continue;
    }
    for (const [piece] of part.matchAll(/\\[^]|["']|\s+|&&|[|;&\n]|[^\\"'\s|;&]+/g)) {
      if (quote !== '') {
        if (piece === quote) quote = '';
        else put(piece);
      } else if (/^["']$/.test(piece)) {
        quote = piece;
        put('');
      } else if (/^\s+$/.test(piece)) end();
      else if (/^(?:&&|[|;&])$/.test(piece)) {
        end();
        lines.push([]);
      } else put(piece.replace(/^\\/, ''));
    }
  }
  end();
  return lines;
}

/** The words from the program on that does the work, behind those that only run it. */
function firstProgram(words: readonly Word[]): readonly Word[] {
  let at = 0;
  while (at < words.length) {
    const given = words[at]?.value;
    const text = given && shown(given);
    if (text === undefined) return [];
    if (WRAPPERS.test(text) || (at > 0 && /^(?:-|\d|\w+=)/.test(text)) || /^\w+=/.test(text)) at += 1;
    else break;
  }
  return words.slice(at);
}

/** The name of a program without its folder and ending. */
function programName(value: Value): string | undefined {
  return knownText(toParts(value))?.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '');
}

function shown(value: Value): string {
  return toParts(value).map((part) => (typeof part === 'string' ? part : '')).join('');
}
