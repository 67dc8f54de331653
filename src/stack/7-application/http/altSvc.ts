/** An alternative service as an Alt-Svc field names it (RFC 7838 §3). */
export interface AlternativeService {
  /** ALPN protocol ID: `h3`. */
  readonly protocol: string;
  /** Empty: the origin's own host. */
  readonly host: string;
  readonly port: number;
  /** How long it may be used. */
  readonly maxAgeSeconds: number;
}

/** RFC 7838 §3.1. */
const DEFAULT_MAX_AGE_SECONDS = 86_400;
/** An alternative: a token, `=`, and host and port in quotes; then parameters. */
const ALTERNATIVE = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)="([^"\\:[\]]*|\[[0-9A-Fa-f:.]*\]):(\d{1,5})"\s*((?:;[^;,]*)*)$/;

/** What an Alt-Svc field value says: alternatives in order of preference, or `clear`. What cannot be read is left out (RFC 7838 §3). */
export function parseAltSvc(value: string): readonly AlternativeService[] | 'clear' {
  if (value.trim() === 'clear') return 'clear';
  return value.slice(0, MOST_FIELD_OCTETS).split(',').flatMap((each): AlternativeService[] => {
    const [, protocol, host = '', port, parameters = ''] = ALTERNATIVE.exec(each) ?? [];
    if (protocol === undefined || Number(port) > 65_535) return [];
    const maxAge = /;\s*ma=(\d{1,10})/.exec(parameters)?.[1];
    return [{ protocol: decodeToken(protocol), host, port: Number(port), maxAgeSeconds: maxAge === undefined ? DEFAULT_MAX_AGE_SECONDS : Number(maxAge) }];
  });
}

/** Longer fields are cut: no server lists that many. */
const MOST_FIELD_OCTETS = 4096;

/** Octets that no token may have are percent-encoded (RFC 7838 §3). */
function decodeToken(token: string): string {
  return token.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
