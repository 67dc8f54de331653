/**
 * Between what a process waits for (data, room in the send buffer) and the process doing something about it. Two segments that curl
 * sends 0.1 ms apart were read together more often than not.
 */
export const WAKE_UP_MS = 0.15;
