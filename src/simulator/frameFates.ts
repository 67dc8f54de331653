import type { PathConditions } from '../model/switches/pathSwitches';
import type { EthernetFrame } from '../stack/2-data-link/ethernetFrame';
import type { RandomSource } from '../stack/services';

/** What the path does with one frame. */
export interface FrameFate {
  readonly lost: boolean;
  /** So many later frames of the same direction arrive before it. */
  readonly overtakenBy: number;
  /** Its bits change on the line: it arrives, and the receiver's FCS does not match. */
  readonly damaged: boolean;
  /** It arrives twice. */
  readonly doubled: boolean;
}

/** Decides, frame by frame in the order of sending, what becomes of it. */
export type FateDecision = (frame: EthernetFrame) => FrameFate;

/** It arrives once, whole and in order. */
export const DELIVERED: FrameFate = { lost: false, overtakenBy: 0, damaged: false, doubled: false };
const LOST: FrameFate = { ...DELIVERED, lost: true };
/** Chance is drawn in parts of a million. */
const PARTS = 1_000_000;

/** A path that delivers everything in order. */
export const delivered: FateDecision = () => DELIVERED;

/** A path that loses what `test` says, and delivers the rest in order. */
export function losing(test: (frame: EthernetFrame) => boolean): FateDecision {
  return (frame) => (test(frame) ? LOST : DELIVERED);
}

/** What becomes of the frames on the client's link, in each direction: by number, counted from 1 in the order of sending, or by chance. */
export function frameFates({ lossFrames, lossPercent, reorderFrames, corruptFrames, duplicateFrames }: PathConditions, random: RandomSource): {
  readonly fromClient: FateDecision;
  readonly toClient: FateDecision;
} {
  const decide = (direction: 'c2s' | 's2c'): FateDecision => {
    const lost = new Set(itemsOf(lossFrames, direction).map(Number));
    const overtaken = new Map(itemsOf(reorderFrames, direction).map((item) => item.split('>').map(Number) as [number, number]));
    const damaged = new Set(itemsOf(corruptFrames, direction).map(Number));
    const doubled = new Set(itemsOf(duplicateFrames, direction).map(Number));
    if (damaged.size === 0 && doubled.size === 0 && lost.size === 0 && overtaken.size === 0 && lossPercent === 0) return delivered;
    let frame = 0;
    return () => {
      frame++;
      const byChance = lossPercent > 0 && random.below(PARTS) < (lossPercent / 100) * PARTS;
      return { lost: byChance || lost.has(frame), overtakenBy: overtaken.get(frame) ?? 0, damaged: damaged.has(frame), doubled: doubled.has(frame) };
    };
  };
  return { fromClient: decide('c2s'), toClient: decide('s2c') };
}

/** What a list like `c2s:3,s2c:8` says of one direction. */
function itemsOf(list: string, direction: string): readonly string[] {
  return list.split(',').filter((item) => item.startsWith(`${direction}:`)).map((item) => item.slice(direction.length + 1));
}
