/** What the program of a host asks of its sockets; what is absent is as the system has it. */
export interface TcpSettings {
  /** How fast the program reads, in Mbit/s; absent: as fast as octets come. */
  readonly readMbps?: number;
  /** Data received to the program reading them, in ms; absent: as long as any program takes. */
  readonly wakeUpMs?: number;
  /** SO_RCVBUF, in octets; absent: the kernel tunes the buffer. */
  readonly receiveBufferBytes?: number;
  /** SO_KEEPALIVE with TCP_KEEPIDLE: probes after so long without a word; absent: none. */
  readonly keepAliveMs?: number;
}
