import type { Provenance } from '../model/provenance';
import { fromStandard, fromSystem } from '../model/provenance';

/**
 * Where a port number comes from: below 1024 a protocol has it by assignment (RFC 6335 §6); from 32768 the operating system has picked
 * it (Linux: 32768 to 60999); between them the code names it in its URL.
 */
export function portProvenance(port: number): Provenance {
  if (port < 1024) return fromStandard;
  return port >= 32768 ? fromSystem : { kind: 'code' };
}
