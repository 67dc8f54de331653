/**
 * Where a value comes from. Views must show `example` (invented) unlike all others.
 *
 * - `code`: the person's own source text; `line` is 0-based where it is known
 * - `client`: the default of the client library or program; `detail` names it
 * - `system`: the operating system's network stack
 * - `conditions`: a what-if switch or its default; `detail` is the dotted key
 * - `network`: learned in the simulated network (an answer, a peer's header)
 * - `probe`: observed by a live probe
 * - `standard`: fixed by the specification
 * - `computed`: follows from other fields (lengths, checksums, ciphertext)
 * - `example`: invented for the simulation, in a range reserved for examples where there is one
 */
export interface Provenance {
  readonly kind: ProvenanceKind;
  readonly detail?: string;
  readonly line?: number;
}

export type ProvenanceKind =
  | 'code'
  | 'client'
  | 'system'
  | 'conditions'
  | 'network'
  | 'probe'
  | 'standard'
  | 'computed'
  | 'example';

export const PROVENANCE_KINDS: readonly ProvenanceKind[] = [
  'code', 'client', 'system', 'conditions', 'network', 'probe', 'standard', 'computed', 'example',
];

export const fromStandard: Provenance = { kind: 'standard' };
export const fromComputation: Provenance = { kind: 'computed' };
export const fromSystem: Provenance = { kind: 'system' };
export const fromExample: Provenance = { kind: 'example' };
export const fromNetwork: Provenance = { kind: 'network' };
