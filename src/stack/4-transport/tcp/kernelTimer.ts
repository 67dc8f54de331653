/** Ticks of 250 a second (CONFIG_HZ), as Debian and Ubuntu have long built their kernels. */
export const TICK_MS = 4;
/** Each wheel has room for so many of its slots before the next one takes over, */
const SLOTS = 63;
/** whose slots are so many times as long. */
const COARSER = 8;

/** How long the slots of the wheel are that a timer of `timeoutMs` is kept in, in ms. */
export function timerSlotMs(timeoutMs: number): number {
  let slotMs = TICK_MS;
  // A timeout is rounded up to whole ticks before its wheel is chosen.
  while (roundedMs(timeoutMs) >= SLOTS * slotMs) slotMs *= COARSER;
  return slotMs;
}

/**
 * When a kernel timer of `timeoutMs` fires on average. Linux keeps timers in wheels of growing slots (kernel/time/timer.c): less than 252 ms
 * away they are one tick long, less than 2 s eight ticks, and so on; a timer fires at the end of its slot, so half a slot late on average.
 * `firedSlotMs`: it is started by a timer that fires now, at the end of a slot of that length, so that the slot it ends in is known.
 */
export function kernelTimerMs(timeoutMs: number, firedSlotMs = 0): number {
  const slotMs = timerSlotMs(timeoutMs);
  const rounded = roundedMs(timeoutMs);
  return firedSlotMs >= slotMs ? (Math.floor(rounded / slotMs) + 1) * slotMs : rounded + slotMs / 2;
}

function roundedMs(timeoutMs: number): number {
  return Math.ceil(timeoutMs / TICK_MS) * TICK_MS;
}
