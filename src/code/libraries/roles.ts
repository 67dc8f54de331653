/**
 * What an argument, an option or a method of a client says about a request. The words of client descriptions; `assemble` in
 * `calls/` is where they get their meaning.
 */
export type Role =
  /** The whole URL, or a reference that is resolved against `base`. */
  | 'url'
  /** Resolved as axios does: joined with one slash. `root`: resolved as `new URL(url, base)` does. */
  | 'base' | 'root'
  /** `secure`: whether the scheme is the encrypted one. */
  | 'scheme' | 'secure' | 'host' | 'port' | 'path'
  /** A host and a port in a pair, or as `host:port`. */
  | 'address'
  /** Appended to the path. */
  | 'segment'
  /** Parameters added to the query: an object, pairs or a text; one parameter by name. */
  | 'query' | 'queryPair'
  | 'method'
  /** Whether the method is POST, HEAD or PUT where none is named. */
  | 'posts' | 'heads' | 'puts'
  | 'headers' | 'header' | 'headerLine' | 'headerLines'
  | 'authorization' | 'contentType' | 'userAgent' | 'accept' | 'referer' | 'range'
  /** A whole Cookie field or an object of cookies; one cookie by name. */
  | 'cookies' | 'cookie'
  /** Name and value of one cookie, each by itself. */
  | 'cookieName' | 'cookieValue'
  /** A content as it is; `data`: as the client encodes such a value; `json`, `form`, `multipart`: encoded so. */
  | 'body' | 'data' | 'json' | 'form' | 'multipart'
  /** One field of a form by name; `part` makes it multipart. */
  | 'formPair' | 'part'
  /** The content's media type, as its maker knows it. */
  | 'bodyType'
  /** Basic authentication: `user:password`, a pair or an object; each by itself. */
  | 'auth' | 'user' | 'password'
  | 'bearer'
  | 'timeoutMs' | 'timeoutS'
  | 'retries'
  /** Whether, how or how often redirects are followed. */
  | 'redirects' | 'maxRedirects' | 'noRedirects'
  /** Whether certificates are verified; `insecure` is its opposite. */
  | 'verify' | 'insecure'
  | 'proxy' | 'agent' | 'signal' | 'credentials' | 'withCredentials'
  | 'httpVersion'
  /** That the code itself makes the client, so that all that is said of it can be seen; `agent` says that too. */
  | 'made'
  /** Another request, client or set of options, whose settings come first. */
  | 'request'
  /** More is said than is known here. */
  | 'incomplete';
