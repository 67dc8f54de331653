import { clientForCall, clientForRequest } from '../clients/clientForRequest';
import { isCommand } from '../clients/commands';
import { explain } from '../explain/explain';
import type { ExplanationDetail } from '../explain/explain';
import { explainPlan } from '../explain/plan/explainPlan';
import type { ClientProfile } from '../model/clientProfile';
import { makeConditions } from '../model/conditions';
import type { Conditions, ConditionSettings } from '../model/conditions';
import type { Explanation } from '../model/explanation';
import { maskRequest } from '../model/maskRequest';
import type { FoundRequest, Request } from '../model/request';
import type { RequestPlan } from '../model/requestPlan';
import { standInFinding, withStandIns } from '../model/standIns';
import type { Trace } from '../model/trace';
import { InputError } from '../model/wirewalkError';
import { predict } from '../simulator/predict';
import { requestWorld } from '../simulator/requestSequence';

/** What the person set; `Settings` is one. */
export interface PredictionDefaults {
  readonly client: string;
  readonly conditions: ConditionSettings;
}

/** One run of a request with what it ran under. */
export interface PredictedRun {
  readonly trace: Trace;
  readonly conditions: Conditions;
  readonly client: ClientProfile;
}

/** Runs requests in the simulated network, with their secrets masked before. Sends nothing. */
export class Predictor {
  constructor(private readonly defaults: PredictionDefaults) {}

  /** The client that the code names or comes nearest to, else the one that the person set, else the one that the project is for. */
  clientFor(request: Pick<Request, 'client' | 'nearestClient' | 'likelyClient'>): ClientProfile {
    return clientForRequest(request, this.defaults.client);
  }

  /** The person's own defaults of the switches. */
  get settings(): ConditionSettings {
    return this.defaults.conditions;
  }

  /**
   * The request `repeat` times in one world; what is not known of its path and query goes as it is written. Throws `InputError` for
   * a request or settings that cannot be used.
   */
  run(request: Request, settings: ConditionSettings, repeat = 1): readonly PredictedRun[] {
    const client = this.clientFor(request);
    const conditions = makeConditions(settings);
    const masked = maskRequest(request);
    const sent = withStandIns(masked);
    return predict(sent, { conditions, client, repeat }).map((trace) => ({ trace: sent === masked ? trace : withUnknownParts(trace, masked), conditions, client }));
  }

  /** The first run of the request and a second one in the same world, under the person's own defaults. */
  twice(request: Request, detail: ExplanationDetail): { readonly first: Explanation; readonly second: Explanation } {
    const [first, second] = this.run(request, this.settings, 2).map((run) => explained(run, detail));
    if (!first || !second) throw new InputError('The simulator ran the request fewer than two times.');
    return { first, second };
  }

  /** One run as a person reads it, under `settings` laid over the person's own defaults. */
  once(request: Request, settings: ConditionSettings, detail: ExplanationDetail): Explanation {
    const [run] = this.run(request, { ...this.settings, ...settings });
    if (!run) throw new InputError('The simulator did not run the request.');
    return explained(run, detail);
  }

  /** The calls of one function in the order in which the code sends them, under the person's own defaults. */
  plan(calls: readonly FoundRequest[]): RequestPlan {
    return explainPlan(calls, { conditions: makeConditions(this.settings), clientFor: (found) => clientForCall(found, this.defaults.client), isCommand, makeWorld: requestWorld });
  }
}

export function explained({ trace, conditions, client }: PredictedRun, detail: ExplanationDetail): Explanation {
  return explain(trace, { conditions, client, detail });
}

/** The trace of a request that was run with stand-ins, as the trace of the request that was asked about. */
function withUnknownParts(trace: Trace, request: Request): Trace {
  return { ...trace, request, findings: [standInFinding(request), ...trace.findings] };
}
