/**
 * How long a line of `mbps` Mbit/s takes to put so many octets onto it, in ms: their bits divided by the rate. Propagation comes on
 * top. Throws `RangeError` for a rate that is not above 0.
 */
export function serializationMs(bytes: number, mbps: number): number {
  if (!(mbps > 0)) throw new RangeError(`A rate is above 0 Mbit/s, not ${mbps}.`);
  return (bytes * 8) / (mbps * 1000);
}
