import type { ClientConditions } from '../model/switches/clientSwitches';
import type { TcpSettings } from '../stack/4-transport/tcp/tcpSettings';

/** What the client's program asks of its sockets. */
export function socketSettings({ readMbps, receiveBufferBytes, tcpKeepAliveMs }: ClientConditions): TcpSettings {
  return {
    ...(readMbps > 0 ? { readMbps } : {}),
    ...(receiveBufferBytes > 0 ? { receiveBufferBytes } : {}),
    ...(tcpKeepAliveMs > 0 ? { keepAliveMs: tcpKeepAliveMs } : {}),
  };
}
