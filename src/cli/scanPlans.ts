import { clientForCall } from '../clients/clientForRequest';
import { isCommand } from '../clients/commands';
import { explainPlan } from '../explain/plan/explainPlan';
import { planGroups } from '../explain/plan/planGroups';
import type { Conditions } from '../model/conditions';
import type { FoundRequest } from '../model/request';
import type { RequestPlan } from '../model/requestPlan';
import { requestWorld } from '../simulator/requestSequence';

/** A plan for each function of a file that sends requests, in the order of the text. `usualClient`: where the code names none. */
export function scanPlans(requests: readonly FoundRequest[], conditions: Conditions, usualClient: string): readonly RequestPlan[] {
  return planGroups(requests).map((group) => explainPlan(group, { conditions, clientFor: (found) => clientForCall(found, usualClient), isCommand, makeWorld: requestWorld }));
}
