import type { TcpConnection } from './connection';
import type { ConnectionAddresses } from './connectionAddresses';

const PORTS = 0x10000;

/** The connections of a host by both ends (RFC 9293 §3.3.1). Asked for every segment: a key of text would have to be made each time. */
export class ConnectionTable {
  /** By both ports as one number; few connections share them. */
  private readonly byPorts = new Map<number, readonly TcpConnection[]>();

  find(own: ConnectionAddresses): TcpConnection | undefined {
    for (const connection of this.withPorts(own)) {
      const { localAddress, remoteAddress } = connection.addresses;
      if (remoteAddress === own.remoteAddress && localAddress === own.localAddress) return connection;
    }
    return undefined;
  }

  add(connection: TcpConnection): void {
    const { addresses } = connection;
    this.byPorts.set(key(addresses), [...this.withPorts(addresses), connection]);
  }

  remove(connection: TcpConnection): void {
    const { addresses } = connection;
    this.byPorts.set(key(addresses), this.withPorts(addresses).filter((each) => each !== connection));
  }

  all(): readonly TcpConnection[] {
    return [...this.byPorts.values()].flat();
  }

  private withPorts(addresses: ConnectionAddresses): readonly TcpConnection[] {
    return this.byPorts.get(key(addresses)) ?? [];
  }
}

function key({ localPort, remotePort }: ConnectionAddresses): number {
  return localPort * PORTS + remotePort;
}
