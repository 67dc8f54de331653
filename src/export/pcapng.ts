import { captureLink } from '../model/capturePoint';
import type { CapturedFrame } from '../model/capturePoint';
import type { Step, Trace } from '../model/trace';
import { visibleLine } from '../model/visibleLine';
import { PcapngBlock } from './pcapngBlock';

/** Block types, option codes and values of draft-ietf-opsawg-pcapng §4. */
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const DECRYPTION_SECRETS = 10;
const OPT_COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;
const LINKTYPE_ETHERNET = 1;
const SECRETS_TLS_KEY_LOG = 0x544c534b;
const INBOUND = 1;
const OUTBOUND = 2;

/** The simulated clock's zero, 2020-01-01T00:00:00Z: invented, and the same in every file so that the same prediction is the same file. */
export const INVENTED_EPOCH_MS = 1_577_836_800_000;

/** Longer names and comments say nothing more, and an option holds 65,535 octets at most. */
const LONGEST_TEXT = 1000;

export interface PcapngOptions {
  /** `Conditions.observe`. */
  readonly link: string;
  /** Unix time in ms of the simulated clock's zero. */
  readonly startTimeMs?: number;
}

/**
 * A pcapng file of what a capture at one link would hold: the frames of all traces (runs in one world), their TLS secrets before
 * them, each frame with its direction and the title of its step. Frames that were lost before they reached the capture are not in it.
 */
export function pcapng(traces: readonly Trace[], options: PcapngOptions): Uint8Array {
  const blocks = [sectionHeader(), interfaceDescription(options.link)];
  // Runs in one world share their secrets.
  const secrets = new Set(traces.flatMap((trace) => trace.keyLog().split('\n')).filter((line) => line !== ''));
  if (secrets.size > 0) blocks.push(decryptionSecrets([...secrets]));
  for (const trace of traces) {
    const titles = stepTitles(trace.steps);
    for (const captured of captureLink(trace, options.link)) {
      if (captured.missed) continue;
      blocks.push(enhancedPacket(captured, titles.get(captured.frame.index), options.startTimeMs ?? INVENTED_EPOCH_MS));
    }
  }
  return concatenate(blocks);
}

/** §4.1. A section length of -1 says that it is not given. */
function sectionHeader(): Uint8Array {
  return new PcapngBlock(SECTION_HEADER)
    .uint32(0x1a2b3c4d)
    .uint16(1)
    .uint16(0)
    .uint32(0xffffffff)
    .uint32(0xffffffff)
    .option(OPT_COMMENT, utf8('A prediction, not a capture: addresses, times, keys and identifiers are invented.'))
    .option(SHB_USERAPPL, utf8('Wirewalk'))
    .finish();
}

/** §4.2. A snapshot length of 0 is no limit; resolution 9 is nanoseconds. */
function interfaceDescription(link: string): Uint8Array {
  return new PcapngBlock(INTERFACE_DESCRIPTION)
    .uint16(LINKTYPE_ETHERNET)
    .uint16(0)
    .uint32(0)
    .option(IF_NAME, utf8(link))
    .option(IF_DESCRIPTION, utf8(`Simulated link "${link}"`))
    .option(IF_TSRESOL, Uint8Array.of(9))
    .finish();
}

/** §4.7; they come before the packets that need them. */
function decryptionSecrets(lines: readonly string[]): Uint8Array {
  const log = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
  return new PcapngBlock(DECRYPTION_SECRETS).uint32(SECRETS_TLS_KEY_LOG).uint32(log.length).padded(log).finish();
}

/** §4.3. */
function enhancedPacket(captured: CapturedFrame, title: string | undefined, startTimeMs: number): Uint8Array {
  const { bytes } = captured.frame.encode();
  const nanoseconds = BigInt(Math.round(startTimeMs)) * 1_000_000n + BigInt(Math.round(captured.timeMs * 1e6));
  const block = new PcapngBlock(ENHANCED_PACKET)
    .uint32(0)
    .uint32(Number(nanoseconds >> 32n))
    .uint32(Number(nanoseconds & 0xffffffffn))
    .uint32(bytes.length)
    .uint32(bytes.length)
    .padded(bytes);
  if (title !== undefined) block.option(OPT_COMMENT, utf8(title));
  return block.option(EPB_FLAGS, Uint8Array.of(captured.outbound ? OUTBOUND : INBOUND, 0, 0, 0)).finish();
}

/** For each frame the title of the innermost step that it belongs to. */
function stepTitles(steps: readonly Step[]): ReadonlyMap<number, string> {
  const titles = new Map<number, string>();
  const visit = (step: Step): void => {
    for (const frame of step.frames) titles.set(frame, step.title);
    step.children?.forEach(visit);
  };
  steps.forEach(visit);
  return titles;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(visibleLine(text, LONGEST_TEXT));
}

function concatenate(blocks: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    file.set(block, offset);
    offset += block.length;
  }
  return file;
}
