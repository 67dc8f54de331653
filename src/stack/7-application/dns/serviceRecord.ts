import type { DnsRecord } from './message';

/** What an HTTPS record says of a service (RFC 9460 §2). */
export interface ServiceRecord {
  /** Lower is tried first; 0: an alias (RFC 9460 §2.4.2). */
  readonly priority: number;
  /** Host that serves it; "." is the name itself. */
  readonly target: string;
  /** ALPN identifiers in the record's order, the default one of HTTPS (`http/1.1`) added unless it says no (RFC 9460 §7.1.2). */
  readonly alpn: readonly string[];
  readonly port?: number;
  /** Addresses to begin with before A and AAAA are known (RFC 9460 §7.3). */
  readonly hints: readonly string[];
}

/** The service records among an answer's, in the order of their priority. */
export function serviceRecords(records: readonly DnsRecord[]): readonly ServiceRecord[] {
  const found: ServiceRecord[] = [];
  for (const { data } of records) {
    if (data.kind !== 'svcb') continue;
    const parameter = (name: string) => data.parameters.find((each) => each.name === name)?.value;
    const list = (name: string) => parameter(name)?.split(',') ?? [];
    const port = parameter('port');
    found.push({
      priority: data.priority,
      target: data.target,
      alpn: [...list('alpn'), ...(parameter('no-default-alpn') === undefined ? ['http/1.1'] : [])],
      ...(port === undefined ? {} : { port: Number(port) }),
      hints: [...list('ipv4hint'), ...list('ipv6hint')],
    });
  }
  return found.sort((a, b) => a.priority - b.priority);
}

/** The name that an HTTPS record is asked of: the host, with a prefix where the port is not the scheme's own (RFC 9460 §9.1). */
export function serviceName(host: string, port: number): string {
  return port === 80 || port === 443 ? host : `_${port}._https.${host}`;
}
