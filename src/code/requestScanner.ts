import type { Finding, FoundRequest, TextPosition } from '../model/request';
import { findCallAt, findCalls, mayHoldRequests, type PlacedRequest } from './callFinder';
import type { Cancellation } from './cancellation';
import { DocumentParse, type Clock } from './documentParse';
import type { EmbeddedText } from './embedded/embeddedText';
import { embeddedTexts } from './embedded/embeddedTexts';
import { moveRequest } from './embedded/moveRequest';
import { Bindings } from './folding/bindings';
import { GrammarError, type Grammar, type GrammarLoader } from './grammarLoader';
import type { GrammarRow } from './grammars';
import { readHttpFile } from './httpFile';
import { languageForId, type CodeLanguage } from './languages';
import { LineIndex } from './lineIndex';
import { limitFindings, type ScanResult } from './scanResult';
import { Budget } from './syntaxPath';
import { TextContext } from './textContext';
import { TreeCache, type ParsedText, type SourceDocument } from './treeCache';
import { contextBefore, contextInTree, type UrlContext } from './urlContext';
import { describeFoundUrl } from './foundUrl';
import { findUrls, urlAt } from './urlScanner';
import type { ImportedValues } from './workspace/importedValues';

export type { SourceDocument } from './treeCache';

/** Texts longer than this (UTF-16 code units) are not parsed: tree-sitter takes about 25 bytes for each. URLs are found in them. */
const MAX_PARSED_CHARACTERS = 2_000_000;
/** Texts longer than this are not looked at; VS Code itself gives extensions no text above 50 MB. */
const MAX_SCANNED_CHARACTERS = 20_000_000;
/** A scan stops after so many requests and URLs. */
const MAX_FOUND = 5000;
/** A scan asks whether it is still wanted after so many. */
const FOUND_PER_SLICE = 50;
/** Texts in texts in texts: Markdown that holds HTML that holds a script. */
const MAX_EMBEDDING = 3;
/** Nodes visited, about a microsecond or two each. */
const SCAN_BUDGET = 2_000_000;
const HOVER_BUDGET = 100_000;

export interface ScannerOptions {
  /** Lets others run between slices of work (`setImmediate` in Node); without it only other promises get a turn. */
  readonly pause?: () => Promise<void>;
  /** A clock, so that a text that takes too long to parse is given up after two seconds; without it, after much more work. */
  readonly nowMs?: Clock;
  /** What other files of the workspace give to a text; left out, texts are read by themselves alone. */
  readonly imports?: (uri: string, languageId: string, text: string) => ImportedValues | undefined;
}

/** What is known of a text besides its tree. */
interface DocumentContext {
  readonly uri: string;
  readonly version: number;
  readonly lines: LineIndex;
  readonly context: TextContext;
  readonly embedded: readonly EmbeddedText[];
  readonly placed: readonly PlacedRequest[];
}

/**
 * Finds requests in source text: calls by syntax tree where there is a grammar, URLs in any text. Reads only the text it is
 * given, executes nothing. Holds a few syntax trees for hovers; `dispose` frees them.
 */
export class RequestScanner {
  private readonly cache: TreeCache;
  private readonly pause: () => Promise<void>;
  private readonly nowMs: Clock | undefined;
  private readonly imports: ScannerOptions['imports'];
  /** Where URLs stand in texts without a grammar, for the document that was hovered last. */
  private context: DocumentContext | undefined;

  constructor(
    private readonly loader: GrammarLoader,
    { pause = () => Promise.resolve(), nowMs, imports }: ScannerOptions = {},
  ) {
    this.pause = pause;
    this.nowMs = nowMs;
    this.imports = imports;
    this.cache = new TreeCache(nowMs);
  }

  /** Trees held now. */
  get treeCount(): number {
    return this.cache.treeCount;
  }

  /**
   * Everything in a text, in order of its place. Never throws for what the text holds: what limited the scan (too large, no
   * grammar, cancelled) stands in `limits`. `uri`: the text's own, for what other files give to it.
   */
  scan(text: string, languageId: string, signal?: Cancellation, uri?: string): Promise<ScanResult> {
    return this.scanNested(text, languageForId(languageId), 0, signal, uri);
  }

  private async scanNested(text: string, language: CodeLanguage, depth: number, signal?: Cancellation, uri?: string): Promise<ScanResult> {
    if (text.length > MAX_SCANNED_CHARACTERS) return { requests: [], limits: [limitFindings.tooLarge(text.length, MAX_SCANNED_CHARACTERS)] };
    const own = language.id === 'http' ? await this.scanUrls(text, language, signal, readHttpFile(text, new LineIndex(text))) : await this.scanOwn(text, language, signal, uri);
    const embedded = depth < MAX_EMBEDDING ? embeddedTexts(text, language.id) : [];
    return embedded.length === 0 ? own : this.scanEmbedded(text, language, own, embedded, depth, signal, uri);
  }

  /** The requests of the texts inside take the place of what the text itself has in their stretches. */
  private async scanEmbedded(text: string, language: CodeLanguage, own: ScanResult, embedded: readonly EmbeddedText[], depth: number, signal?: Cancellation, uri?: string): Promise<ScanResult> {
    const lines = new LineIndex(text);
    const requests = own.requests.filter(({ range }) => {
      const offset = lines.offsetAt(range.start);
      return !embedded.some(({ start, end }) => start <= offset && offset < end);
    });
    const limits = [...own.limits];
    for (const each of embedded) {
      const inner = await this.scanNested(each.text, languageForId(each.languageId), depth + 1, signal, uri);
      const innerLines = new LineIndex(each.text);
      for (const found of inner.requests) requests.push(moveRequest(found, each, innerLines, lines, language.id === 'markdown'));
      limits.push(...inner.limits.filter(({ id, message }) => !limits.some((known) => known.id === id && known.message === message)));
      if (signal?.aborted) break;
    }
    requests.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
    return { requests: requests.slice(0, MAX_FOUND), limits };
  }

  private async scanOwn(text: string, language: CodeLanguage, signal?: Cancellation, uri?: string): Promise<ScanResult> {
    const limits: Finding[] = [];
    // Most files hold neither call nor URL; they cost no parse.
    if (!language.grammar || !mayHoldRequests(text, language.grammar)) return this.scanUrls(text, language, signal);
    if (text.length > MAX_PARSED_CHARACTERS) limits.push(limitFindings.urlsOnly(text.length, MAX_PARSED_CHARACTERS));
    else {
      const grammar = await this.loadGrammar(language.grammar);
      if (grammar instanceof GrammarError) limits.push(limitFindings.noGrammar(grammar));
      else {
        const result = await this.scanTree(text, language, grammar, signal, uri);
        if (result !== 'too-complex') return result;
        limits.push(limitFindings.tooComplex());
      }
    }
    const plain = await this.scanUrls(text, language, signal);
    return { requests: plain.requests, limits: [...limits, ...plain.limits] };
  }

  /**
   * The call or URL at a position, for a hover. After the first parse of a version its cost depends on what is at the
   * position, not on the size of the text. Undefined where there is nothing, or where `signal` says it is not wanted any more.
   */
  async at(document: SourceDocument, position: TextPosition, signal?: Cancellation): Promise<FoundRequest | undefined> {
    const inside = await this.embeddedAt(document, position, signal);
    if (inside !== 'elsewhere') return inside;
    const parsed = await this.parsedFor(document, signal);
    if (signal?.aborted) return undefined;
    if (!parsed || 'id' in parsed) return this.plainUrlAt(document, position, parsed);
    const offset = parsed.lines.offsetAt(position);
    const budget = new Budget(HOVER_BUDGET);
    // A text inside of another one has that one's place in the workspace.
    const imports = this.imports?.(document.uri.replace(/(?:#\d+)+$/, ''), document.languageId, parsed.text);
    const call = findCallAt({ ...parsed, imports }, offset, budget);
    if (call) return call.found;
    const url = urlAt(parsed.text, offset);
    if (!url) return undefined;
    const context = this.contextInTree(parsed, url.start, document.languageId, budget);
    return describeFoundUrl(url, context, parsed.lines);
  }

  /** Lets go of a document that was closed. */
  forget(uri: string): void {
    this.cache.forget(uri);
    if (this.context?.uri === uri) this.context = undefined;
  }

  dispose(): void {
    this.cache.dispose();
    this.context = undefined;
  }

  /** What is at the position in a text inside of the document; `elsewhere` where the position is in none. */
  private async embeddedAt(document: SourceDocument, position: TextPosition, signal?: Cancellation): Promise<FoundRequest | undefined | 'elsewhere'> {
    const language = languageForId(document.languageId);
    if (!language.embeds || document.text.length > MAX_SCANNED_CHARACTERS) return 'elsewhere';
    const { lines, embedded, placed } = this.contextOf(document, language);
    const offset = lines.offsetAt(position);
    const request = placed.find(({ start, end }) => start <= offset && offset < end);
    if (request) return request.found;
    const index = embedded.findIndex(({ start, end }) => start <= offset && offset < end);
    const inside = embedded[index];
    if (!inside) return 'elsewhere';
    const innerLines = new LineIndex(inside.text);
    const inner = { uri: `${document.uri}#${index}`, version: document.version, languageId: inside.languageId, text: inside.text };
    const found = await this.at(inner, innerLines.positionAt(inside.toInner(offset)), signal);
    return found && moveRequest(found, inside, innerLines, lines, language.id === 'markdown');
  }

  private async loadGrammar(row: GrammarRow): Promise<Grammar | GrammarError> {
    try {
      return await this.loader.load(row);
    } catch (error) {
      if (error instanceof GrammarError) return error;
      throw error;
    }
  }

  /** The parsed text; or why there is none, where there should be one. */
  private async parsedFor(document: SourceDocument, signal?: Cancellation): Promise<ParsedText | Finding | undefined> {
    const known = this.cache.find(document);
    if (known) return known;
    const language = languageForId(document.languageId);
    if (!language.grammar) return undefined;
    const { length } = document.text;
    if (length > MAX_PARSED_CHARACTERS) return limitFindings.urlsOnly(length, MAX_PARSED_CHARACTERS);
    const grammar = await this.loadGrammar(language.grammar);
    if (grammar instanceof GrammarError) return limitFindings.noGrammar(grammar);
    for (;;) {
      if (signal?.aborted) return undefined;
      const state = this.cache.advance(document, grammar);
      if (state === 'too-complex') return limitFindings.tooComplex();
      if (state !== 'pending') return state;
      await this.pause();
    }
  }

  private plainUrlAt(document: SourceDocument, position: TextPosition, limit: Finding | undefined): FoundRequest | undefined {
    const { text } = document;
    if (text.length > MAX_SCANNED_CHARACTERS) return undefined;
    const { lines, context } = this.contextOf(document, languageForId(document.languageId));
    const url = urlAt(text, lines.offsetAt(position));
    const found = url && describeFoundUrl(url, context.at(url.start), lines);
    return found && limit ? { ...found, findings: [...found.findings, limit] } : found;
  }

  private contextOf({ uri, version, text }: SourceDocument, language: CodeLanguage): DocumentContext {
    if (this.context?.uri !== uri || this.context.version !== version) {
      const lines = new LineIndex(text);
      const placed = language.id === 'http' ? readHttpFile(text, lines) : [];
      this.context = { uri, version, lines, context: new TextContext(text, language), embedded: language.embeds ? embeddedTexts(text, language.id) : [], placed };
    }
    return this.context;
  }

  /** `placed`: requests that were found otherwise, whose URLs are not found again. */
  private async scanUrls(text: string, language: CodeLanguage, signal?: Cancellation, placed: readonly PlacedRequest[] = []): Promise<ScanResult> {
    const requests: FoundRequest[] = placed.map(({ found }) => found);
    if (!text.includes('://')) return { requests, limits: [] };
    const lines = new LineIndex(text);
    const context = new TextContext(text, language);
    const calls = new Spans(placed);
    for (const url of findUrls(text)) {
      if (calls.contain(url.start)) continue;
      if (requests.length >= MAX_FOUND) return { requests, limits: [limitFindings.tooMany(MAX_FOUND)] };
      requests.push(describeFoundUrl(url, context.at(url.start), lines));
      if (requests.length % FOUND_PER_SLICE === 0) {
        await this.pause();
        if (signal?.aborted) return { requests, limits: [limitFindings.cancelled()] };
      }
    }
    if (placed.length > 0) requests.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
    return { requests, limits: [] };
  }

  private async scanTree(text: string, language: CodeLanguage, grammar: Grammar, signal?: Cancellation, uri?: string): Promise<ScanResult | 'too-complex'> {
    const parse = new DocumentParse(grammar, text, undefined, this.nowMs);
    try {
      while (parse.step()) {
        await this.pause();
        if (signal?.aborted) return { requests: [], limits: [limitFindings.cancelled()] };
      }
      const { tree } = parse;
      if (!tree) return 'too-complex';
      const parsed: ParsedText = { text, lines: new LineIndex(text), tree, bindings: new Bindings(tree, text, grammar.row.language().syntax, true), grammar, imports: uri === undefined ? undefined : this.imports?.(uri, language.id, text) };
      return await this.collect(parsed, language, signal);
    } finally {
      parse.dispose();
      parse.tree?.delete();
    }
  }

  private async collect(parsed: ParsedText, language: CodeLanguage, signal?: Cancellation): Promise<ScanResult> {
    const budget = new Budget(SCAN_BUDGET);
    const placed: PlacedRequest[] = [];
    const limits: Finding[] = [];
    const pausing = async (): Promise<boolean> => {
      if (placed.length % FOUND_PER_SLICE !== 0) return false;
      await this.pause();
      return signal?.aborted ?? false;
    };
    for (const call of findCalls(parsed, budget)) {
      placed.push(call);
      if (placed.length >= MAX_FOUND) break;
      if (await pausing()) return { requests: placed.map(({ found }) => found), limits: [limitFindings.cancelled()] };
    }
    if (budget.isSpent || budget.hasPassedOver) limits.push(limitFindings.tooComplexInside());
    const calls = new Spans(placed);
    for (const url of findUrls(parsed.text)) {
      if (calls.contain(url.start)) continue;
      if (placed.length >= MAX_FOUND) {
        limits.push(limitFindings.tooMany(MAX_FOUND));
        break;
      }
      const context = this.contextInTree(parsed, url.start, language.id, budget);
      placed.push({ start: url.start, end: url.end, found: describeFoundUrl(url, context, parsed.lines) });
      if (await pausing()) {
        limits.push(limitFindings.cancelled());
        break;
      }
    }
    placed.sort((a, b) => a.start - b.start || b.end - a.end);
    return { requests: placed.map(({ found }) => found), limits };
  }

  private contextInTree(parsed: ParsedText, start: number, languageId: string, budget: Budget): UrlContext {
    const path = parsed.bindings.pathAt(start, budget) ?? [];
    const inTree = contextInTree(path);
    if (inTree === 'comment' || inTree === 'regex' || inTree === 'import') return inTree;
    return contextBefore(parsed.text, start, languageId) ?? inTree ?? 'text';
  }
}

/** The stretches of text that calls take, joined where they nest. */
class Spans {
  private readonly spans: { start: number; end: number }[] = [];
  private at = 0;

  constructor(placed: readonly PlacedRequest[]) {
    for (const { start, end } of [...placed].sort((a, b) => a.start - b.start)) {
      const last = this.spans.at(-1);
      if (last && start < last.end) last.end = Math.max(last.end, end);
      else this.spans.push({ start, end });
    }
  }

  /** To be asked with ascending offsets. */
  contain(offset: number): boolean {
    while ((this.spans[this.at]?.end ?? Number.POSITIVE_INFINITY) <= offset) this.at += 1;
    const span = this.spans[this.at];
    return span !== undefined && span.start <= offset;
  }
}
