import assert from 'node:assert/strict';
import type { Observation, ObservedStep, ObservedValue } from '../../../src/model/observation';
import type { PlannedContact } from '../../../src/probe/probeOptions';
import type { SystemServices } from '../../../src/probe/systemServices';

export const agree = (): Promise<boolean> => Promise.resolve(true);

/** A name service that answers from a table and fails the test when asked for anything else: nothing leaves the machine. */
export function systemWith(names: Readonly<Record<string, readonly string[]>>, servers: readonly string[] = []): SystemServices & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    servers: () => servers,
    lookup: (name) => {
      asked.push(name);
      const found = names[name];
      if (!found) return Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
      return Promise.resolve(found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
    },
  };
}

export function step(observation: Observation, id: string): ObservedStep {
  const found = observation.steps.find((each) => each.id === id);
  assert.ok(found, `no step ${id} among ${observation.steps.map((each) => each.id).join(', ')}`);
  return found;
}

export function outline(observation: Observation): readonly string[] {
  return observation.steps.map(({ id, state }) => `${id} ${state}`);
}

export function value(of: ObservedStep, name: string): ObservedValue['value'] | undefined {
  return of.observed.find((each) => each.name === name && each.present)?.value;
}

export function values(of: ObservedStep, name: string): readonly ObservedValue['value'][] {
  return of.observed.filter((each) => each.name === name && each.present).map((each) => each.value);
}

export function absence(of: ObservedStep, name: string): ObservedValue['value'] | undefined {
  return of.observed.find((each) => each.name === name && !each.present)?.value;
}

/** Records what was asked and answers with `reply`. */
export function consent(reply: boolean): { readonly confirm: (contacts: readonly PlannedContact[]) => Promise<boolean>; readonly asked: string[][] } {
  const asked: string[][] = [];
  return { asked, confirm: (contacts) => { asked.push(contacts.map((each) => `${each.address}:${each.port} ${each.addressClass.kind}`)); return Promise.resolve(reply); } };
}
