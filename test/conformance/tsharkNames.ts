import type { Field, Pdu } from '../../src/model/pdu';

/** tshark's name for a field of ours, and how our value looks there where it is not the same. */
interface TsharkName {
  readonly name: string;
  readonly show?: (value: string) => string;
}

const times = (factor: number) => (value: string): string => String(Number(value) * factor);
const root = (value: string): string => (value === '.' ? '<Root>' : value);
const octetList = (hex: string): string => (hex.match(/../g) ?? []).join(':');
const named = (name: string): TsharkName => ({ name });
const domain = (name: string): TsharkName => ({ name, show: root });

const ETHERNET = { 'Destination address': named('eth.dst'), 'Source address': named('eth.src'), EtherType: named('eth.type'), Length: named('eth.len') };
/** With a tag, the first type says that it follows and the last is the tag's. */
const TAGGED_ETHERNET = {
  ...ETHERNET, TPID: named('eth.type'), PCP: named('vlan.priority'), DEI: named('vlan.dei'), VID: named('vlan.id'), EtherType: named('vlan.etype'), Length: named('vlan.len'),
};
const ARP = {
  'Hardware type': named('arp.hw.type'), 'Protocol type': named('arp.proto.type'), 'Hardware length': named('arp.hw.size'), 'Protocol length': named('arp.proto.size'),
  Opcode: named('arp.opcode'), 'Sender hardware address': named('arp.src.hw_mac'), 'Sender protocol address': named('arp.src.proto_ipv4'),
  'Target hardware address': named('arp.dst.hw_mac'), 'Target protocol address': named('arp.dst.proto_ipv4'),
};
const IPV4 = {
  Version: named('ip.version'), IHL: { name: 'ip.hdr_len', show: times(4) }, DSCP: named('ip.dsfield.dscp'), ECN: named('ip.dsfield.ecn'),
  'Total Length': named('ip.len'), Identification: named('ip.id'), Reserved: named('ip.flags.rb'), DF: named('ip.flags.df'), MF: named('ip.flags.mf'),
  'Fragment Offset': named('ip.frag_offset'), 'Time to Live': named('ip.ttl'), Protocol: named('ip.proto'), 'Header Checksum': named('ip.checksum'),
  'Source Address': named('ip.src'), 'Destination Address': named('ip.dst'),
};
const IPV6 = {
  Version: named('ipv6.version'), DSCP: named('ipv6.tclass.dscp'), ECN: named('ipv6.tclass.ecn'), 'Flow Label': named('ipv6.flow'),
  'Payload Length': named('ipv6.plen'), 'Next Header': named('ipv6.nxt'), 'Hop Limit': named('ipv6.hlim'), 'Source Address': named('ipv6.src'),
  'Destination Address': named('ipv6.dst'),
};
const ICMP = {
  Type: named('icmp.type'), Code: named('icmp.code'), Checksum: named('icmp.checksum'), Identifier: named('icmp.ident'), 'Sequence Number': named('icmp.seq'),
  'Next-Hop MTU': named('icmp.mtu'), Pointer: named('icmp.pointer'),
};
const ICMPV6 = {
  Identifier: named('icmpv6.echo.identifier'), 'Sequence Number': named('icmpv6.echo.sequence_number'), MTU: named('icmpv6.mtu'), Pointer: named('icmpv6.pointer'),
  Type: named('icmpv6.type'), Code: named('icmpv6.code'), Checksum: named('icmpv6.checksum'), R: named('icmpv6.nd.na.flag.r'), S: named('icmpv6.nd.na.flag.s'),
  O: named('icmpv6.nd.na.flag.o'), 'Link-Layer Address': named('icmpv6.opt.linkaddr'),
};
const ICMPV6_OPTION = { Type: named('icmpv6.opt.type'), Length: named('icmpv6.opt.length') };
/** tshark has a name for the target of each kind of message. */
const ICMPV6_TARGET: Readonly<Record<number, TsharkName>> = { 135: named('icmpv6.nd.ns.target_address'), 136: named('icmpv6.nd.na.target_address') };
const UDP = { 'Source Port': named('udp.srcport'), 'Destination Port': named('udp.dstport'), Length: named('udp.length'), Checksum: named('udp.checksum') };
const TCP = {
  'Source Port': named('tcp.srcport'), 'Destination Port': named('tcp.dstport'), 'Sequence Number': named('tcp.seq_raw'), 'Acknowledgment Number': named('tcp.ack_raw'),
  'Data Offset': { name: 'tcp.hdr_len', show: times(4) }, CWR: named('tcp.flags.cwr'), ECE: named('tcp.flags.ece'), URG: named('tcp.flags.urg'),
  ACK: named('tcp.flags.ack'), PSH: named('tcp.flags.push'), RST: named('tcp.flags.reset'), SYN: named('tcp.flags.syn'), FIN: named('tcp.flags.fin'),
  Window: named('tcp.window_size_value'), Checksum: named('tcp.checksum'), 'Urgent Pointer': named('tcp.urgent_pointer'), Kind: named('tcp.option_kind'),
  MSS: named('tcp.options.mss_val'), 'Shift Count': named('tcp.options.wscale.shift'), 'Left Edge': named('tcp.options.sack_le'),
  'Right Edge': named('tcp.options.sack_re'), TSval: named('tcp.options.timestamp.tsval'), TSecr: named('tcp.options.timestamp.tsecr'),
};
const DNS = {
  ID: named('dns.id'), QR: named('dns.flags.response'), OPCODE: named('dns.flags.opcode'), AA: named('dns.flags.authoritative'), TC: named('dns.flags.truncated'),
  RD: named('dns.flags.recdesired'), RA: named('dns.flags.recavail'), AD: named('dns.flags.authenticated'), CD: named('dns.flags.checkdisable'),
  RCODE: named('dns.flags.rcode'), QDCOUNT: named('dns.count.queries'), ANCOUNT: named('dns.count.answers'), NSCOUNT: named('dns.count.auth_rr'),
  ARCOUNT: named('dns.count.add_rr'), QNAME: domain('dns.qry.name'), QTYPE: named('dns.qry.type'), QCLASS: named('dns.qry.class'), NAME: domain('dns.resp.name'),
  TYPE: named('dns.resp.type'), CLASS: named('dns.resp.class'), TTL: named('dns.resp.ttl'), RDLENGTH: named('dns.resp.len'),
  PREFERENCE: named('dns.mx.preference'), EXCHANGE: domain('dns.mx.mail_exchange'), 'TXT-DATA length': named('dns.txt.length'), 'TXT-DATA': named('dns.txt'),
  MNAME: domain('dns.soa.mname'), RNAME: domain('dns.soa.rname'), SERIAL: named('dns.soa.serial_number'), REFRESH: named('dns.soa.refresh_interval'),
  RETRY: named('dns.soa.retry_interval'), EXPIRE: named('dns.soa.expire_limit'), MINIMUM: named('dns.soa.minimum_ttl'),
  Priority: named('dns.srv.priority'), Weight: named('dns.srv.weight'), Port: named('dns.srv.port'), Target: domain('dns.srv.target'),
  Flags: named('dns.caa.flags'), 'Tag length': named('dns.caa.tag_length'), Tag: named('dns.caa.tag'), Value: named('dns.caa.value'),
  SvcPriority: named('dns.svcb.svcpriority'), TargetName: domain('dns.svcb.targetname'), SvcParamKey: named('dns.svcb.svcparam.key'),
  'SvcParamValue length': named('dns.svcb.svcparam.value.length'), 'UDP payload size': named('dns.rr.udp_payload_size'),
  'EXTENDED-RCODE': named('dns.resp.ext_rcode'), VERSION: named('dns.resp.edns0_version'), DO: named('dns.resp.z.do'), 'OPTION-CODE': named('dns.opt.code'),
  'OPTION-LENGTH': named('dns.opt.len'), 'OPTION-DATA': { name: 'dns.opt.data', show: octetList },
};
const BY_PROTOCOL: Readonly<Record<string, Readonly<Record<string, TsharkName>>>> = { ethernet: ETHERNET, arp: ARP, ipv4: IPV4, ipv6: IPV6, icmp: ICMP, icmpv6: ICMPV6, udp: UDP, tcp: TCP, dns: DNS };
/** The only field of the data of these types is an address or a name: type and tshark's name. */
const DNS_DATA: Readonly<Record<number, TsharkName>> = {
  1: named('dns.a'), 2: domain('dns.ns'), 5: domain('dns.cname'), 12: domain('dns.ptr.domain_name'), 28: named('dns.aaaa'), 39: domain('dns.dname'),
};

/** All of tshark's names that have a field of ours. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set(
  [...[TAGGED_ETHERNET, ...Object.values(BY_PROTOCOL)].flatMap((fields) => Object.values(fields)), ...Object.values(ICMPV6_OPTION), ...Object.values(ICMPV6_TARGET), ...Object.values(DNS_DATA)].map(({ name }) => name),
);

/** A field of ours, named as tshark names it. */
export interface NamedField {
  readonly name: string;
  readonly value: string;
  readonly field: Field;
}

/** The leaves of a PDU that tshark has a name for, in wire order. */
export function namedFields(pdu: Pdu): readonly NamedField[] {
  const found: NamedField[] = [];
  const isTagged = pdu.fields.some(({ name }) => name === '802.1Q tag');
  /** `type` is that of the record around, which alone says what an address or name in its data is. */
  const walk = (fields: readonly Field[], protocol: string, type: number, inOption = false): void => {
    const own = fields.find((field) => field.name === 'TYPE');
    const recordType = own ? Number(own.value) : type;
    for (const field of fields) {
      // tshark has names of its own for the fields of each kind of extension header.
      if (field.name === 'Extension Header') continue;
      if (field.children) walk(field.children, quotedProtocol(field.name) ?? protocol, recordType, field.name === 'Option');
      // In a quotation tshark has another name for it, most of the time.
      if (protocol === 'tcp' && pdu.protocol !== 'tcp' && field.name === 'Sequence Number') continue;
      // tshark takes the name of an SRV record apart.
      if (field.name === 'NAME' && recordType === 33) continue;
      const isData = protocol === 'dns' && (field.name === 'ADDRESS' || field.name === 'Name');
      const known = isData ? DNS_DATA[recordType] : protocol === 'icmpv6' ? icmpv6Name(pdu, field, inOption) : protocol === 'ethernet' && isTagged ? (TAGGED_ETHERNET as Readonly<Record<string, TsharkName>>)[field.name] : BY_PROTOCOL[protocol]?.[field.name];
      if (!known || field.children) continue;
      const plain = typeof field.value === 'boolean' ? String(Number(field.value)) : String(field.value);
      found.push({ name: known.name, value: known.show ? known.show(plain) : plain, field });
    }
  };
  walk(pdu.fields, pdu.protocol, 0);
  return found;
}

/** The protocol of a header that an ICMP error quotes: "Original IPv4 Header". */
function quotedProtocol(name: string): string | undefined {
  return /^Original (.*) Header$/.exec(name)?.[1]?.toLowerCase();
}

function icmpv6Name({ fields: [type] }: Pdu, { name }: Field, inOption: boolean): TsharkName | undefined {
  if (name === 'Target Address') return ICMPV6_TARGET[Number(type?.value)];
  const names: Readonly<Record<string, TsharkName>> = inOption ? { ...ICMPV6, ...ICMPV6_OPTION } : ICMPV6;
  return names[name];
}
