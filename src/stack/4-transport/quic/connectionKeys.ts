import type { RecordProtection } from '../../6-presentation/tls/recordProtection';
import { once } from '../../6-presentation/once';
import type { ProtectedPacketType } from './packet';
import type { PacketKeys } from './packetKeys';
import { initialSecret, initialSuite, packetKeys } from './packetKeys';

const TYPES: Readonly<Record<RecordProtection['epoch'], ProtectedPacketType>> = { 'early data': '0-rtt', handshake: 'handshake', application: '1-rtt' };

/** The keys that one side has (RFC 9001 §4): those that it sends with, and which of the peer's packets it can read. */
export class ConnectionKeys {
  private readonly own = new Map<ProtectedPacketType, () => PacketKeys>();
  private readonly writable = new Set<ProtectedPacketType>();
  private readonly readable = new Set<ProtectedPacketType>();

  constructor(private readonly side: 'client' | 'server') {}

  /** Initial keys follow from the connection ID that the client addressed first, or that a Retry gave it (RFC 9001 §5.2). */
  useInitial(destinationConnectionId: Uint8Array): void {
    this.own.set('initial', once(() => packetKeys(initialSuite(), initialSecret(this.side, destinationConnectionId))));
    this.writable.add('initial');
    this.readable.add('initial');
  }

  /** Keys that TLS made: of the own packets, and with them those of the peer are known. Returns the packet type. */
  know({ epoch, traffic }: RecordProtection): ProtectedPacketType {
    const type = TYPES[epoch];
    if (traffic) this.own.set(type, once(() => packetKeys(traffic.suite, traffic.secret())));
    return type;
  }

  allowWriting(type: ProtectedPacketType): void {
    this.writable.add(type);
  }

  allowReading(type: ProtectedPacketType): void {
    this.readable.add(type);
  }

  discard(type: ProtectedPacketType): void {
    this.writable.delete(type);
    this.readable.delete(type);
  }

  canWrite(type: ProtectedPacketType): boolean {
    return this.writable.has(type);
  }

  canRead(type: ProtectedPacketType): boolean {
    return this.readable.has(type);
  }

  /** The keys of the own packets of that type, made when someone looks. Throws where there are none. */
  keysOf(type: ProtectedPacketType): () => PacketKeys {
    const keys = this.own.get(type);
    if (!keys) throw new RangeError(`There are no keys for ${type} packets.`);
    return keys;
  }
}
