import ipaddr from 'ipaddr.js';

/** What the URL of a request says about where it goes, as far as it is certain. */
interface Address {
  /** In lower case, with its colon: "http:". */
  readonly protocol: string;
  /** As WHATWG URL normalises it; IPv6 without brackets. */
  readonly host: string;
}

/** Scheme and host of a URL in which unknown parts stand as `{name}`; undefined where one of both is not known or it is no URL of a request. */
export function addressOf(url: string): Address | undefined {
  const origin = /^(?:https?|wss?):\/\/[^/?#\\]+/i.exec(url)?.[0];
  if (origin === undefined || /[{}]/.test(origin) || !URL.canParse(origin)) return undefined;
  const { protocol, hostname } = new URL(origin);
  return { protocol, host: hostname.replace(/^\[|\]$/g, '') };
}

/** Whether the host is the machine that asks (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3, RFC 6761 §6.3) or stands for any of its addresses. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return ipaddr.isValid(host) && ['loopback', 'unspecified'].includes(ipaddr.process(host).range());
}
