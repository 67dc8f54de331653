import type { Conditions } from '../model/conditions';
import { InputError } from '../model/wirewalkError';
import type { FamilyPlan } from './familyPlan';

/** The proxy that the client's host is configured with. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
}

/** The port of `http://` without another (RFC 9110 §4.2.1). */
const HTTP_PORT = 80;
/** Its number in the client's own network. */
const PROXY_NUMBER = 128;

/** The proxy of `client.proxy`; undefined where there is none. Throws `InputError` for an address or port that no proxy has. */
export function proxyOf({ client: { proxy } }: Conditions): ProxyAddress | undefined {
  if (proxy === '') return undefined;
  const [, host = '', port] = /^http:\/\/([^:/]+)(?::(\d+))?$/i.exec(proxy) ?? [];
  const number = port === undefined ? HTTP_PORT : Number(port);
  if (/^[\d.]+$/.test(host)) throw new InputError(`client.proxy names its host, as in http://proxy.example:3128; found the address ${host}.`);
  if (number < 1 || number > 65_535) throw new InputError(`The port of client.proxy is a number from 1 to 65535; found ${number}.`);
  return { host: host.toLowerCase(), port: number };
}

/** The proxy's address: it stands in the client's own network. */
export function proxyAddress(family: FamilyPlan): string {
  return family.addressIn(family.clientNetwork, PROXY_NUMBER);
}
