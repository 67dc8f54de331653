import type { Observation, ObservedStep } from '../../model/observation';

/**
 * Probes of one origin as one observation: steps in the order of a request (name, connection, encryption), the other facts of the
 * latest. A step that several of them saw is told by the one that saw more of it, so that no duration is counted from one probe
 * to the next.
 * `observations`: at least one, oldest first. Throws `RangeError` for none.
 */
export function mergeObservations(observations: readonly Observation[]): Observation {
  const latest = observations.at(-1);
  if (!latest) throw new RangeError('There is no observation to merge.');
  const stepsById = new Map<string, readonly ObservedStep[]>();
  for (const { steps } of observations) {
    for (const id of new Set(steps.map((step) => step.id))) {
      const seen = steps.filter((step) => step.id === id);
      if (factsIn(seen) >= factsIn(stepsById.get(id) ?? [])) stepsById.set(id, seen);
    }
  }
  const findings = new Map(observations.flatMap((each) => each.findings).map((finding) => [`${finding.id} ${finding.message}`, finding]));
  return {
    ...latest,
    target: [...new Set(observations.map(({ target }) => target))].join(', '),
    contacted: [...new Set(observations.flatMap(({ contacted }) => contacted))],
    steps: [...stepsById.values()].flat().sort((one, other) => rank(one) - rank(other)),
    findings: [...findings.values()],
  };
}

function factsIn(steps: readonly ObservedStep[]): number {
  return steps.reduce((sum, { observed }) => sum + observed.length, 0);
}

const ORDER = ['dns', 'tcp', 'tls', 'http'];

/** Steps of a protocol that is not in the list come last, in the order in which they were seen. */
function rank({ id }: ObservedStep): number {
  const place = ORDER.indexOf(id.split('.')[0] ?? '');
  return place < 0 ? ORDER.length : place;
}
