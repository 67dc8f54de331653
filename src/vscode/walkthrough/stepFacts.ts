import * as vscode from 'vscode';

/** What is often told wrongly about a step, put right, with the source. */
export interface StepFact {
  readonly text: string;
  readonly spec: string;
}

/** Facts for the page of a step, by the step's id; a step without facts has none. */
export function stepFacts(stepId: string): readonly StepFact[] {
  return factsById()[stepId] ?? factsById()[stepId.split('.')[0] ?? ''] ?? [];
}

function factsById(): Readonly<Record<string, readonly StepFact[]>> {
  const neighbours = [
    { text: vscode.l10n.t('ARP resolves an address of layer 3 but travels straight in a frame, below IP: it fits no single layer. IPv6 does the same with Neighbor Discovery, inside ICMPv6.'), spec: 'RFC 826, RFC 4861' },
    { text: vscode.l10n.t('The address it asks for is the gateway\'s, not the server\'s: a frame only reaches the next hop.'), spec: 'RFC 1122 §2.3.2' },
  ];
  return {
    arp: neighbours,
    ndp: neighbours,
    dns: [
      { text: vscode.l10n.t('A lookup usually asks twice, for A (IPv4) and for AAAA (IPv6) records. The answers are kept for their TTL, also the answer that there is no such record.'), spec: 'RFC 1035 §3.2.1, RFC 2308' },
      { text: vscode.l10n.t('DNS is an application protocol of its own: its messages go down to UDP (or TCP, TLS, HTTPS) and IP and back up. Root and top-level servers answer a resolver with referrals, not with the address.'), spec: 'RFC 1034 §4.3.1' },
    ],
    tcp: [
      { text: vscode.l10n.t('Sequence numbers count octets, not segments, and the SYN takes one of them: it is acknowledged with the initial number plus one.'), spec: 'RFC 9293 §3.4' },
      { text: vscode.l10n.t('The system\'s network stack sends these segments; the program only asked to connect.'), spec: 'RFC 9293 §3.9.1' },
    ],
    tls: [
      { text: vscode.l10n.t('ClientHello and ServerHello are data in TCP segments, sent after the TCP handshake; they are not its SYN and SYN-ACK.'), spec: 'RFC 8446 §4.1.2, §5.1' },
      { text: vscode.l10n.t('No session key crosses the wire. Both sides send public key shares and derive the same secrets from them.'), spec: 'RFC 8446 §4.2.8, §7.1' },
      { text: vscode.l10n.t('Checking the certificate is a computation inside the client, not a packet. It shows who the server is; the client stays unnamed unless the server asks for its certificate.'), spec: 'RFC 8446 §4.4' },
    ],
    http: [
      { text: vscode.l10n.t('The request leaves only now: the name, the connection and the encryption come before it. The fragment of a URL (#…) is never sent.'), spec: 'RFC 9110 §4.2.5, §7.1' },
      { text: vscode.l10n.t('The body is handed on as its octets arrive in order; the client does not wait for all of it. A status of 404 or 500 is an answer like any other, and fetch does not reject for it.'), spec: 'RFC 9293 §3.8, Fetch Standard §5.6' },
    ],
  };
}
