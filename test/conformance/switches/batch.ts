import { clientProfile } from '../../../src/clients/clientProfiles';
import { INVENTED_EPOCH_MS, pcapng } from '../../../src/export/pcapng';
import { captureLink } from '../../../src/model/capturePoint';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { Trace, TracedFrame } from '../../../src/model/trace';
import { InputError } from '../../../src/model/wirewalkError';
import { predict } from '../../../src/simulator/predict';
import { tshark } from '../tshark';
import type { Case } from './cases';

/** A case that ran: its traces, and the frames that a capture of them holds. */
export interface Ran {
  readonly case: Case;
  readonly traces: readonly Trace[];
  readonly link: string;
  readonly captured: readonly TracedFrame[];
}

/** What tshark says of one frame. */
export interface FrameRead {
  readonly lengthBytes: number;
  readonly malformed: boolean;
  readonly badChecksum: boolean;
  /** Expert messages of the severity "warning" or worse. */
  readonly warnings: readonly string[];
  /** As tshark names them, outermost first: `eth`, `ethertype`, `ip`, `tcp`, `tls`, `http`. */
  readonly protocols: readonly string[];
  readonly retransmission: boolean;
}

/** Between two cases in one file: longer than any of them. */
const APART_MS = 86_400_000;
/** Expert severities of Wireshark's `epan/proto.h`. */
const WARNING = 0x600000;
const CHECKED = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
const CHECKSUMS = ['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].map((protocol) => `${protocol}.checksum.status`);
const FIELDS = ['frame.len', 'frame.protocols', '_ws.malformed', '_ws.expert.severity', '_ws.expert.message', 'tcp.analysis.retransmission', ...CHECKSUMS];
const BAD_CHECKSUM = '0';

/** Predicts; undefined where the conditions exclude each other, which has to be said with an `InputError`. */
export function run(each: Case): Ran | undefined {
  try {
    const conditions = makeConditions(each.settings);
    const traces = predict(requestFromUrl(each.url), { conditions, client: clientProfile(each.client), repeat: each.repeat });
    const link = conditions.observe;
    const captured = traces.flatMap((trace) => captureLink(trace, link).filter(({ missed }) => !missed).map(({ frame }) => frame));
    return { case: each, traces, link, captured };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw new Error(`${JSON.stringify(each)}: ${String(error)}`, { cause: error });
  }
}

/** What tshark says of the frames of each case. All are read in one go: starting the program takes longer than a capture. */
export function readTogether(cases: readonly Ran[]): readonly (readonly FrameRead[])[] {
  const file = Buffer.concat(cases.map(({ traces, link }, index) => pcapng(traces, { link, startTimeMs: INVENTED_EPOCH_MS + index * APART_MS })));
  const lines = tshark(file, ...CHECKED, '-2', '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=~', ...FIELDS.flatMap((field) => ['-e', field]));
  let at = 0;
  return cases.map(({ captured }) => lines.slice(at, (at += captured.length)).map(readLine));
}

function readLine(line: string): FrameRead {
  const [length = '', protocols = '', malformed = '', severities = '', messages = '', retransmission = '', ...checksums] = line.split('|');
  const severityOf = severities.split('~').map(Number);
  return {
    lengthBytes: Number(length),
    malformed: malformed !== '',
    badChecksum: checksums.some((each) => each.split('~').includes(BAD_CHECKSUM)),
    warnings: messages.split('~').filter((_, index) => (severityOf[index] ?? 0) >= WARNING),
    protocols: protocols.split(':'),
    retransmission: retransmission !== '',
  };
}
