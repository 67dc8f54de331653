import { fromComputation, fromStandard, fromSystem } from '../../../model/provenance';
import type { FieldReader } from '../../fieldReader';
import { fromHex, toHex } from '../../fieldWriter';
import type { OctetSink } from '../../octetSink';
import type { TcpOption } from './segment';
import { tcpOptionBytes } from './segment';

const SPEC = 'RFC 9293 §3.2';

/** Kinds of options (IANA "TCP Option Kind Numbers") with their names and where they are defined. */
const KINDS = {
  end: { code: 0, name: 'End of Option List', spec: SPEC },
  'no-operation': { code: 1, name: 'No-Operation', spec: SPEC },
  'maximum-segment-size': { code: 2, name: 'Maximum Segment Size', spec: 'RFC 9293 §3.7.1' },
  'window-scale': { code: 3, name: 'Window Scale', spec: 'RFC 7323 §2.2' },
  'sack-permitted': { code: 4, name: 'SACK-Permitted', spec: 'RFC 2018 §2' },
  sack: { code: 5, name: 'SACK', spec: 'RFC 2018 §3' },
  timestamps: { code: 8, name: 'Timestamps', spec: 'RFC 7323 §3.2' },
} as const;
type KnownKind = keyof typeof KINDS;
const KIND_BY_CODE = new Map<number, KnownKind>(
  (Object.keys(KINDS) as KnownKind[]).map((kind) => [KINDS[kind].code, kind]),
);

/** Puts one option as `tcpOptionBytes` counts it. */
export function putTcpOption(sink: OctetSink, option: TcpOption): void {
  const code = option.kind === 'unknown' ? option.code : KINDS[option.kind].code;
  sink.uint8(code);
  if (option.kind === 'end' || option.kind === 'no-operation') return;
  sink.uint8(tcpOptionBytes(option));
  switch (option.kind) {
    case 'maximum-segment-size':
      return sink.uint16(option.mssBytes);
    case 'window-scale':
      return sink.uint8(option.shift);
    case 'sack-permitted':
      return;
    case 'sack':
      for (const { left, right } of option.blocks) {
        sink.uint32(left);
        sink.uint32(right);
      }
      return;
    case 'timestamps':
      sink.uint32(option.value);
      return sink.uint32(option.echoReply);
    case 'unknown':
      return sink.octets(fromHex(option.hex));
  }
}

/**
 * Reads the options of a header, `lengthBytes` octets. The list ends at the first End option; zeros after it, and the End itself, are
 * padding and not returned. What cannot be followed becomes one field and a problem.
 */
export function readTcpOptions(reader: FieldReader, lengthBytes: number, problems: string[]): readonly TcpOption[] {
  const options: TcpOption[] = [];
  reader.within('options', lengthBytes, () => {
    while (reader.remainingBytes > 0) {
      const rest = reader.remainingBytes;
      if (reader.peek() === KINDS.end.code) {
        readEnd(reader);
        return;
      }
      const option = reader.attempt(() => readOption(reader), (error) => {
        problems.push(error.message);
        reader.octets('Malformed options', rest, { spec: SPEC, source: fromSystem, meaning: error.message });
        return undefined;
      });
      if (option) options.push(option);
    }
  });
  return options;
}

function readEnd(reader: FieldReader): void {
  const { name, spec } = KINDS.end;
  reader.group(name, { spec, source: fromComputation, shown: () => 'end' }, () => reader.number('Kind', 8, { spec, source: fromStandard, meaning: name }));
  if (reader.remainingBytes === 0) return;
  reader.octets('Padding', reader.remainingBytes, { spec: SPEC, source: fromComputation, meaning: 'to a multiple of four octets' });
}

function readOption(reader: FieldReader): TcpOption {
  const code = reader.peek() ?? 0;
  const kind = KIND_BY_CODE.get(code);
  const { name, spec } = kind ? KINDS[kind] : { name: `Option ${code}`, spec: SPEC };
  return reader.group<TcpOption>(name, { spec, source: fromSystem, shown: describeTcpOption }, () => {
    const at = reader.offsetBytes;
    reader.number('Kind', 8, { spec, source: fromStandard, meaning: name });
    if (kind === 'no-operation') return { kind };
    const length = reader.number('Length', 8, { spec, source: fromStandard });
    if (length < 2) reader.fail(`the option ${name} to have at least 2 octets`, `${length}`, at);
    return reader.within(name, length - 2, () => readOptionData(reader, kind, code, length));
  });
}

function readOptionData(reader: FieldReader, kind: KnownKind | undefined, code: number, length: number): TcpOption {
  const number = (name: string, bits: number, meaning?: string | ((value: number) => string)): number => {
    const spec = kind ? KINDS[kind].spec : SPEC;
    return reader.number(name, bits, { spec, source: fromSystem, ...(meaning === undefined ? {} : { meaning }) });
  };
  switch (kind) {
    case 'maximum-segment-size':
      return { kind, mssBytes: number('MSS', 16, 'octets of data that the other end may put into one segment') };
    case 'window-scale':
      return { kind, shift: number('Shift Count', 8, (shift) => `the window counts units of ${2 ** Math.min(shift, 14)} octets`) };
    case 'sack-permitted':
      return { kind };
    case 'sack': {
      const blocks: { left: number; right: number }[] = [];
      while (reader.remainingBytes > 0) blocks.push({ left: number('Left Edge', 32), right: number('Right Edge', 32, 'first octet after the block') });
      return { kind, blocks };
    }
    case 'timestamps':
      return { kind, value: number('TSval', 32, 'the sender\'s clock'), echoReply: number('TSecr', 32, 'the clock value that is echoed') };
    default: {
      const data = length === 2 ? new Uint8Array() : reader.octets('Data', length - 2, { spec: SPEC, source: fromSystem });
      return { kind: 'unknown', code, hex: toHex(data) };
    }
  }
}

/** "MSS 1460", "NOP", "SACK 1000-2448". */
export function describeTcpOption(option: TcpOption): string {
  switch (option.kind) {
    case 'end':
      return 'end';
    case 'no-operation':
      return 'NOP';
    case 'maximum-segment-size':
      return `MSS ${option.mssBytes}`;
    case 'window-scale':
      return `window scale ${option.shift}`;
    case 'sack-permitted':
      return 'SACK permitted';
    case 'sack':
      return `SACK ${option.blocks.map(({ left, right }) => `${left}-${right}`).join(' ')}`;
    case 'timestamps':
      return `timestamps ${option.value}, ${option.echoReply}`;
    case 'unknown':
      return `option ${option.code}`;
  }
}
