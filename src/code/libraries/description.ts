import type { Value } from '../folding/value';
import type { Role } from './roles';

/** The roles of an object's members, by name; a table for an object inside, with '' for what is given in its place. */
export interface OptionTable {
  readonly [name: string]: Role | OptionTable;
}

/**
 * The role of one argument. `role.name` and `role.value` make one setting together (`header.name`, `header.value`);
 * `options` is an object whose members the rule's `options` name, and so is any other argument that turns out to be an object;
 * `key` and `keyed` are a name out of `keys` and its value; null has no meaning for the request.
 */
export type ArgumentRole = Role | `${Role}.name` | `${Role}.value` | 'options' | 'key' | 'keyed' | null;

/** What calls of one function or method mean. */
export interface CallRule {
  /**
   * The dotted name: of a function as its module calls it (`requests.get`), or of a method after the type of its object
   * (`okhttp.Request.url`). `{a,b}` stands for either. `*.name` is a method of an object whose type is not known.
   */
  readonly call: string;
  readonly args?: readonly ArgumentRole[];
  /** Other lists of arguments by their number, where it decides their meaning. */
  readonly byCount?: Readonly<Record<number, readonly ArgumentRole[]>>;
  /** Arguments that all have one role, from this place on. */
  readonly rest?: Role;
  /** Roles of arguments given by name and of members of `options`. */
  readonly options?: OptionTable;
  /** Roles of values by the name of an option constant (`CURLOPT_URL`). */
  readonly keys?: OptionTable;
  /** How the words of a command are read, where it is one. */
  readonly command?: CommandTable;
  /** Settings that every such call makes. `method: 'name'`: the method stands in the function's name; `{name}` is not known. */
  readonly sets?: Readonly<Partial<Record<Role, string | number | boolean>>>;
  /** What the object that it is called on is to the request, where that is a plain value (`url.openConnection()`). */
  readonly receiver?: Role;
  /** The type of what it returns; left out, it is that of its object. */
  readonly makes?: string;
  /** Whether it sends a request, so that nothing said later belongs to it. */
  readonly sends?: boolean;
  /** Whether it tells its object (or the argument at that index) something, rather than returning it. */
  readonly tells?: 'receiver' | number;
  /** Whether such a call is a request although it names no URL itself. `given`: where the request that it sends was made elsewhere. */
  readonly anchors?: boolean | 'given';
  /** The call starts a program: its arguments are a line for a shell, or the program's words. */
  readonly runs?: 'line' | 'words';
  /** Words that mark such calls, besides the name: those inside of what a shell runs. */
  readonly words?: readonly string[];
  /** In a text that matches `where` it counts only if what it makes is returned, or handed to a call whose name matches `to`. */
  readonly onlySent?: { readonly where: RegExp; readonly to: RegExp };
  /** Whether the code's block gets the request as its parameter. */
  readonly block?: boolean;
  /** For `*.name`: what the object has to be called. */
  readonly receiverName?: RegExp;
  /** What the beginning of the text has to hold; the group `base` is the base of its URLs. */
  readonly where?: RegExp;
  /** Text right before such a call that says that it is none. */
  readonly notAfter?: RegExp;
  /** How sure it is that this is such a call; 1 where left out. */
  readonly certainty?: number;
  /** What the arguments have to be. `texts`: as the code writes them, for telling by a name what is not known. */
  readonly onlyIf?: (args: readonly Value[], texts: readonly string[]) => boolean;
}

/**
 * The options of a command. Each is given by its names, separated by blanks (`-X --request`), and takes a value unless its role
 * is a constant.
 */
export interface CommandTable {
  /** Options with a value; null for those that say nothing about the request. */
  readonly values: Readonly<Record<string, Role | null>>;
  /** Options without a value, and the settings that they make. */
  readonly flags: Readonly<Record<string, Readonly<Partial<Record<Role, string | number | boolean>>>>>;
  /** Whether one-letter options may stand together and before their value (`-sXPOST`). */
  readonly clusters: boolean;
  /** What the words without an option are: a URL, a host, httpie's method, URL and items, or files of which some are at a host (`host:file`). */
  readonly words: 'url' | 'host' | 'items' | 'remote' | 'none';
  /** The first word has to be one of these, where the command does different things. */
  readonly subcommands?: readonly string[];
}

/** How a client encodes contents that the code does not encode. */
export interface BodyEncoding {
  /** The media type that it adds to a text; none where left out. */
  readonly text?: string;
  /** What it makes of an object. */
  readonly object?: 'json' | 'form' | 'multipart';
  /** The media type that it adds to JSON that it makes itself; none for ''. */
  readonly json?: string;
  /** How it writes JSON: without blanks, or as Python does. */
  readonly jsonStyle?: 'compact' | 'spaced';
  readonly form?: string;
}

/** A client library as the code of one or more languages uses it. A further client is one more of these, and no code. */
export interface ClientDescription {
  /** The name in reports, and in `PROFILES`. Undefined where what is called says it (`fetch`). */
  readonly client?: string;
  readonly languages: readonly string[];
  readonly rules: readonly CallRule[];
  /** Roles of members that are assigned: `Type.member`; `Type[]` for `object[name] = value`. */
  readonly properties?: OptionTable;
  /** Names by which modules and classes are known besides that of the rules. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Functions that count by their bare name, also where another module exports them. */
  readonly bareNames?: readonly string[];
  readonly bodies?: BodyEncoding;
  /** The method where none is given; `POST` with a content where `postsBodies`. */
  readonly method?: string;
  readonly postsBodies?: boolean;
  /** The scheme of URLs that name none, or only a host; '' leaves them relative. */
  readonly scheme?: string;
  /** Whether the path of the base counts as a folder, with or without a slash at its end. */
  readonly baseIsFolder?: boolean;
  /** Whether `{name}` in a URL stands for a value that is filled in later. */
  readonly templates?: 'braces';
  /** Whether the `data` of a GET are parameters of its URL. */
  readonly dataInQuery?: boolean;
  /** How methods are written when they are sent. */
  readonly methodCase?: 'fetch' | 'upper' | 'as-is';
}
