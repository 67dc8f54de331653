import type { SystemId } from '../systemProfile';
import { SYSTEM_IDS } from '../systemProfile';
import type { ClientHttpConditions } from './clientHttpSwitches';
import { CLIENT_HTTP_SWITCHES } from './clientHttpSwitches';
import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch, textSwitch } from './conditionSwitch';
import { ADDRESS_FORM, NAME_FORM } from './nameForms';

/** The client's host. */
export interface ClientConditions extends ClientHttpConditions {
  /** Address families that client and server have. */
  readonly ip: '4' | '6' | 'dual';
  /** Its operating system. */
  readonly os: SystemId;
  /** `www.example=192.0.2.7`: lines of its hosts file, with commas between them. */
  readonly hostsFile: string;
  /** Whether its system keeps answers, as systemd-resolved, Windows and macOS do. */
  readonly dnsCache: 'on' | 'off';
  /** Search domain of its resolver configuration; empty: none. */
  readonly searchDomain: string;
  /** How fast its program reads a response; 0: as fast as it comes. */
  readonly readMbps: number;
  /** SO_RCVBUF of its sockets; 0: the kernel tunes the buffer. */
  readonly receiveBufferBytes: number;
  /** TCP_KEEPIDLE of its sockets; 0: no keep-alive probes. */
  readonly tcpKeepAliveMs: number;
  /** Between two runs of the same request. */
  readonly pauseMs: number;
  /** Its own certificate, for servers that ask. */
  readonly certificate: 'none' | 'present';
  /** Largest datagram of its own link. */
  readonly mtu: number;
  /** First time to live of its datagrams; 0: that of its operating system. */
  readonly ttl: number;
  /** What its routing table has beside its own network. */
  readonly route: 'default' | 'none';
  /** `http://proxy.example:3128`: the HTTP proxy that its system or environment names; empty: none. */
  readonly proxy: string;
}

export const CLIENT_SWITCHES: readonly ConditionSwitch[] = [
  choiceSwitch('client.ip', ['4', '6', 'dual'], 'Address families that client and server have; an address in the URL decides by itself.'),
  choiceSwitch('client.os', SYSTEM_IDS, 'Operating system of the client\'s host, whose TCP/IP stack sends the packets; Linux is measured, the others are assumed.'),
  textSwitch('client.hostsFile', '', new RegExp(`^(?:${NAME_FORM}=${ADDRESS_FORM}(?:,${NAME_FORM}=${ADDRESS_FORM})*)?$`, 'i'), 'www.example=192.0.2.7,api.example=2001:db8::7',
    'Names to which the client\'s hosts file gives addresses; empty for none.'),
  choiceSwitch('client.dnsCache', ['on', 'off'], 'Whether the client\'s system keeps DNS answers for all programs; glibc alone does not.'),
  textSwitch('client.searchDomain', '', new RegExp(`^(?:${NAME_FORM})?$`, 'i'), 'corp.example', 'Domain that the client\'s resolver adds to names without a dot; empty for none.'),
  numberSwitch('client.readMbps', 0, 0, 400_000, 'Mbit/s', 'How fast the client\'s program reads a response; 0 is as fast as it comes.'),
  numberSwitch('client.receiveBufferBytes', 0, 0, 33_554_432, 'bytes', 'Receive buffer that the client\'s program sets for its sockets (SO_RCVBUF); with 0 the kernel tunes it.', true),
  numberSwitch('client.tcpKeepAliveMs', 0, 0, 86_400_000, 'ms', 'Silence after which the client\'s kernel probes an idle connection (TCP keep-alive); 0 for never.'),
  numberSwitch('client.pauseMs', 1000, 0, 86_400_000, 'ms', 'Time between two runs of the same request.'),
  choiceSwitch('client.certificate', ['none', 'present'], 'Whether the client has a certificate of its own, for servers that ask for one.'),
  {
    ...numberSwitch('client.mtu', 1500, 576, 9000, 'bytes', 'Largest IP datagram of the client\'s own link; the same as path.mtu unless set.', true),
    defaultKey: 'path.mtu',
  },
  numberSwitch('client.ttl', 0, 0, 255, 'routers', 'First time to live (hop limit) of the client\'s datagrams; 0: that of its operating system.', true),
  choiceSwitch('client.route', ['default', 'none'], 'Whether the client has a default route through a gateway, or reaches its own network only.'),
  textSwitch('client.proxy', '', new RegExp(`^(?:http://${NAME_FORM}(?::\\d{1,5})?)?$`, 'i'), 'http://proxy.example:3128',
    'HTTP proxy in the client\'s own network that its system or environment names; empty for none. Not every client takes notice of it.'),
  ...CLIENT_HTTP_SWITCHES,
];
