import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch, textSwitch } from './conditionSwitch';

/** How the server does TLS. */
export interface TlsServerConditions {
  readonly tls: '1.2' | '1.3';
  /** Key exchange groups in order of preference, by the names of `TLS_GROUP_NAMES`. */
  readonly groups: string;
  readonly cipher: 'any' | 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  readonly key: 'p-256' | 'p-384' | 'rsa-2048' | 'ed25519';
  readonly certificates: number;
  readonly ocspStaple: 'none' | 'good' | 'revoked' | 'expired';
  readonly clientCertificate: 'none' | 'optional' | 'required';
  readonly tickets: number;
  readonly sessionCache: 'off' | 'on';
  readonly earlyData: 'accepted' | 'rejected';
}

/** The key exchange groups that a server can be given, as they are typed. */
export const TLS_GROUP_NAMES = ['x25519', 'p-256', 'p-384', 'p-521', 'x25519mlkem768'] as const;

const group = `(?:${TLS_GROUP_NAMES.join('|')})`;

export const TLS_SERVER_SWITCHES: readonly ConditionSwitch[] = [
  choiceSwitch('server.tls', ['1.3', '1.2'], 'Newest TLS version that the server accepts.'),
  textSwitch('server.groups', 'x25519,p-256', new RegExp(`^${group}(?:,${group})*$`), TLS_GROUP_NAMES.join(','),
    'Key exchange groups that the server accepts, in its order; a client whose key shares have none of them is asked again (HelloRetryRequest).'),
  choiceSwitch('server.cipher', ['any', 'aes-128-gcm', 'aes-256-gcm', 'chacha20-poly1305'], 'The only encryption that the server accepts, or any.'),
  choiceSwitch('server.key', ['p-256', 'p-384', 'rsa-2048', 'ed25519'], 'Kind of the keys in the server\'s certificates; RSA makes them larger.'),
  numberSwitch('server.certificates', 1, 1, 4, 'certificates', 'Certificates that the server sends: its own and intermediates.', true),
  choiceSwitch('server.ocspStaple', ['none', 'good', 'revoked', 'expired'], 'What the OCSP response says that the server staples to its certificate, for clients that ask.'),
  choiceSwitch('server.clientCertificate', ['none', 'optional', 'required'], 'Whether the server asks for the client\'s certificate.'),
  numberSwitch('server.tickets', 2, 0, 4, 'tickets', 'Session tickets that the server sends after a full handshake; TLS 1.2 has one at most.', true),
  choiceSwitch('server.sessionCache', ['off', 'on'], 'Whether the server remembers TLS 1.2 sessions by their numbers, for clients that take no ticket.'),
  choiceSwitch('server.earlyData', ['accepted', 'rejected'], 'What the server does with early data (0-RTT) that a ticket of its own allowed.'),
];
