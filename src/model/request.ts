import type { Provenance } from './provenance';

/** A header field as the code, or the client on its behalf, sends it. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
  readonly source: Provenance;
}

/** A zero-based place in a text, in UTF-16 code units, as VS Code counts. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** A request body as far as it is known. */
export interface RequestBody {
  /** The text, where the code gives it in full; undefined where only the presence of a body is certain. */
  readonly text?: string;
  /** Octets, where known (UTF-8 for text). */
  readonly lengthBytes?: number;
  readonly mediaType?: string;
}

/** What in a browser asks (Fetch standard §2.2.5): the page, and what it wants the response for. */
export interface RequestInitiator {
  /** URL of the page. */
  readonly page: string;
  /** `empty`: a script's `fetch`; `preflight`: the browser itself, before one. */
  readonly destination: 'empty' | 'preflight' | 'style' | 'script' | 'image' | 'font';
}

/** The version of a package, as a file of the project gives it. */
export interface ClientVersion {
  /** A version, or the range that the project accepts. */
  readonly version: string;
  /** Whether it is the one that is installed. */
  readonly exact: boolean;
  /** The file that says so, as a person names it. */
  readonly file: string;
}

/**
 * What the code asks for. `url` is absolute and normalised (WHATWG URL) when `unknownParts` is empty; otherwise the unknown
 * parts stand in it as `{name}` and nothing is sent or simulated for a host that is not known.
 */
export interface Request {
  readonly url: string;
  /** What a person typed into a browser's address bar where that was no URL with a scheme; `url` is what it was taken for. */
  readonly typed?: string;
  /** As it will be sent; `{method}` where the code decides it when it runs. */
  readonly method: string;
  /** In the order in which the code gives them. */
  readonly headers: readonly HeaderField[];
  readonly body?: RequestBody;
  /** Names of the parts that stand in `url` as `{name}`. */
  readonly unknownParts: readonly string[];
  /** The client, where the code decides it: an id of `src/clients` ("python-requests"), or the name of one without a profile ("axios"). */
  readonly client?: string;
  /** For a client without a profile: the id in `src/clients` of the one that it comes nearest to. */
  readonly nearestClient?: string;
  /** The client's version, where a file of the project says it. */
  readonly clientVersion?: ClientVersion;
  /** Where the code does not decide the client: the id of the one that the project is for, and the file that says so. */
  readonly likelyClient?: string;
  readonly likelyFrom?: string;
  readonly timeoutMs?: number;
  /**
   * Where `timeoutMs` is not known: `true`, the code sets some limit; `false`, it sets none, neither in the call nor in the client that it
   * is seen to make; absent, that could not be read.
   */
  readonly timeoutGiven?: boolean;
  /** The page that asks, in a browser; absent: a person who enters an address, or no browser. */
  readonly initiator?: RequestInitiator;
  /** Whether the code can give it up while it runs (an abort signal, a cancel token). */
  readonly abortable?: boolean;
  /** Attempts after the first, where the code sets them. */
  readonly retries?: number;
  /** What the code has the client do with a redirect; undefined where it leaves that to the client. */
  readonly redirects?: 'follow' | 'manual' | 'error';
  /** How many redirects are followed at most, where the code says so. */
  readonly maxRedirects?: number;
  /** `false` where the code switches the verification of certificates off. */
  readonly verifiesCertificate?: false;
  /** The proxy that the code names; `{name}` stands for what is not known. */
  readonly proxyUrl?: string;
  /** Fetch §5.4: whether cookies go along. */
  readonly credentialsMode?: 'omit' | 'same-origin' | 'include';
  /**
   * Whether the code takes its connection from something that outlives the call: a session, an agent or client that is made
   * elsewhere (`pool`), one that is made for this call (`per-call`), or none on purpose (`none`).
   */
  readonly connectionReuse?: 'pool' | 'per-call' | 'none';
  /** The version of HTTP that the code asks for. */
  readonly httpVersion?: string;
  /** Other files of the workspace that values of it come from, as a person names them. */
  readonly importedFrom?: readonly string[];
  /** Where it stands in the source. */
  readonly location?: { readonly file?: string; readonly range: TextRange };
}

/** A request that stands before another one in the code. */
export interface EarlierRequest {
  readonly range: TextRange;
  readonly method: string;
  /** As in `Request`: unknown parts stand as `{name}`. */
  readonly url: string;
}

/** Where a call stands in the course of the code around it, as far as the syntax decides that. */
export interface CallCourse {
  /** The function that sends it, without callbacks that it hands to others; absent: the text itself. */
  readonly functionRange?: TextRange;
  readonly functionName?: string;
  /** Runs as often as a loop, or a callback of a collection, does. */
  readonly inLoop?: true;
  /** Runs under a condition only. */
  readonly conditional?: true;
  /** The code goes on before the response is there. */
  readonly started?: true;
  /** It runs in a callback for the result of something else (`.then(…)`), so after what stands before it. */
  readonly follows?: true;
  /** The call that waits for it and others at once: `Promise.all([…])`. */
  readonly together?: TextRange;
  /** The client, session or agent that the code made for it and perhaps for others: where. */
  readonly clientMadeAt?: TextPosition;
  /** That client is made anew each time round a loop that the call is in. */
  readonly clientMadeInLoop?: true;
  /**
   * Requests before it that the code waits for, although it certainly uses nothing of what they give and nothing in between could
   * keep it from being sent: in the order of the text, the nearest last.
   */
  readonly needless?: readonly EarlierRequest[];
}

/** A request or a bare URL found in a text. */
export interface FoundRequest {
  /** `call`: something sends it. `url`: it only stands there (a comment, a string that nothing requests). */
  readonly kind: 'call' | 'url';
  /** The whole call, or the URL itself. */
  readonly range: TextRange;
  /** The URL inside the call. */
  readonly urlRange: TextRange;
  readonly request: Request;
  /** What is called, as written: `fetch`. Empty for `url`. */
  readonly callee: string;
  /** 0 to 1: how sure it is that this is a request and that its URL is exact. */
  readonly confidence: number;
  readonly findings: readonly Finding[];
  /** Of calls in code. */
  readonly course?: CallCourse;
}

/** Something worth a person's attention, with its reason and its source. */
export interface Finding {
  /** Stable: `url.credentials`, `http.cleartext`. */
  readonly id: string;
  readonly severity: 'information' | 'warning' | 'error';
  /** One sentence. */
  readonly message: string;
  /** Why that is so: "RFC 9110 §4.2.4". */
  readonly spec?: string;
}
