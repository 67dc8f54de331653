/** Whether a host belongs to a cookie's domain (RFC 6265bis §5.1.3): it is it, or a name below it. Addresses have nothing below them. */
export function domainMatches(host: string, domain: string, hostIsAddress: boolean): boolean {
  return host === domain || (!hostIsAddress && host.endsWith(`.${domain}`));
}

/** Whether a request's path lies in a cookie's path (RFC 6265bis §5.1.4). */
export function pathMatches(requestPath: string, cookiePath: string): boolean {
  const path = requestPath.split('?')[0] ?? '';
  return path === cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'));
}

/** The path of a cookie that names none: the request's up to its last "/" (RFC 6265bis §5.1.4). */
export function defaultPath(requestPath: string): string {
  const path = requestPath.split('?')[0] ?? '';
  const last = path.lastIndexOf('/');
  return path.startsWith('/') && last > 0 ? path.slice(0, last) : '/';
}

/**
 * The site of a host (RFC 6265bis §5.2): the registrable domain. Without the public suffix list, that is taken to be the last two
 * labels; an address is its own site.
 */
export function siteOf(host: string, isAddress: boolean): string {
  return isAddress ? host : host.split('.').slice(-2).join('.');
}
