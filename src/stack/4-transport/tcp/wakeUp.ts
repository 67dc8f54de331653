/**
 * Between what a process waits for (data, room in the send buffer) and the process doing something about it. On the machine of the
 * captures, segments that curl sends up to a quarter of a millisecond apart were read together as often as not.
 */
export const WAKE_UP_MS = 0.25;
