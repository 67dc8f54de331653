import type { Provenance } from '../../../../model/provenance';
import type { FieldDescription } from '../../../fieldWriter';
import { fromComputation, fromStandard } from '../../../../model/provenance';

/** Where the values of one message come from. What follows from other fields is `computed` whatever this says. */
export interface MessageSources {
  /** The server's name and the application protocols asked for. */
  readonly name: Provenance;
  /** Lists and choices: cipher suites, groups, versions. */
  readonly choice: Provenance;
  /** Randoms, key shares, tickets. */
  readonly random: Provenance;
}

/** A simulated client's message. */
export const CLIENT_SOURCES: MessageSources = { name: { kind: 'code' }, choice: { kind: 'client' }, random: { kind: 'example' } };
/** A simulated server's message. */
export const SERVER_SOURCES: MessageSources = {
  name: { kind: 'network' },
  choice: { kind: 'example', detail: 'the simulated server' },
  random: { kind: 'example' },
};

/** A message that was read from somewhere: all its values come from there. */
export function allFrom(source: Provenance): MessageSources {
  return { name: source, choice: source, random: source };
}

/** A field that follows from other fields: a length, a hash, a signature. */
export function computed(spec: string, meaning?: string): FieldDescription {
  return { spec, source: fromComputation, ...(meaning === undefined ? {} : { meaning }) };
}

/** A field that the specification fixes. */
export function fixed(spec: string, meaning?: string): FieldDescription {
  return { spec, source: fromStandard, ...(meaning === undefined ? {} : { meaning }) };
}
