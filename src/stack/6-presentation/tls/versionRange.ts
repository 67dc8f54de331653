/** The TLS versions that one side takes part in, oldest and newest. */
export interface VersionRange {
  readonly min: TlsVersion;
  readonly max: TlsVersion;
}

export type TlsVersion = '1.2' | '1.3';

/** ProtocolVersion on the wire (RFC 8446 §4.1.2, §4.2.1). */
export const VERSION_CODE: Readonly<Record<TlsVersion, number>> = { '1.2': 0x0303, '1.3': 0x0304 };
