import { compareWithObservation } from '../../explain/compareWithObservation';
import type { PanelComparison, ProbeKind } from '../../messages';
import type { Observation } from '../../model/observation';
import type { Request } from '../../model/request';
import { explained } from '../predictor';
import type { PredictedRun } from '../predictor';
import { mergeObservations } from './mergeObservations';

/** Origins whose latest probe is kept. */
const MAX_KEPT = 20;

/** The latest probe of each kind for each origin, to be laid beside predictions. Kept in memory only. */
export class ProbeResults {
  private readonly byOrigin = new Map<string, ReadonlyMap<ProbeKind, Observation>>();

  add(request: Request, kind: ProbeKind, observation: Observation): void {
    const origin = originOf(request);
    const others = [...(this.byOrigin.get(origin) ?? [])].filter(([each]) => each !== kind);
    this.byOrigin.delete(origin);
    this.byOrigin.set(origin, new Map([...others, [kind, observation]]));
    const [oldest] = this.byOrigin.keys();
    if (this.byOrigin.size > MAX_KEPT && oldest !== undefined) this.byOrigin.delete(oldest);
  }

  /** The probes of the run's origin, step by step beside it; undefined where none was made. */
  comparison(run: PredictedRun): PanelComparison | undefined {
    const observations = [...(this.byOrigin.get(originOf(run.trace.request))?.values() ?? [])];
    if (observations.length === 0) return undefined;
    const observation = mergeObservations(observations);
    return { observation, steps: compareWithObservation(explained(run, 'steps'), observation) };
  }
}

function originOf({ url }: Request): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
