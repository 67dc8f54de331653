import { compareWithObservation } from '../../explain/compareWithObservation';
import type { PanelComparison } from '../../messages';
import type { Observation } from '../../model/observation';
import type { Request } from '../../model/request';
import { explained } from '../predictor';
import type { PredictedRun } from '../predictor';

/** Origins whose latest probe is kept. */
const MAX_KEPT = 20;

/** The latest probe of each origin, to be laid beside predictions. Kept in memory only. */
export class ProbeResults {
  private readonly byOrigin = new Map<string, Observation>();

  add(request: Request, observation: Observation): void {
    const origin = originOf(request);
    this.byOrigin.delete(origin);
    this.byOrigin.set(origin, observation);
    const [oldest] = this.byOrigin.keys();
    if (this.byOrigin.size > MAX_KEPT && oldest !== undefined) this.byOrigin.delete(oldest);
  }

  /** The probe of the run's origin, step by step beside it; undefined where none was made. */
  comparison(run: PredictedRun): PanelComparison | undefined {
    const observation = this.byOrigin.get(originOf(run.trace.request));
    return observation && { observation, steps: compareWithObservation(explained(run, 'steps'), observation) };
  }
}

function originOf({ url }: Request): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
