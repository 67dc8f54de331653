import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { conditionSwitch } from '../../../src/model/conditions';
import { CLIENT_PROFILES } from '../../../src/clients/clientProfiles';
import { PROBLEM_IDS } from '../../../src/vscode/problems/requestProblems';
import { COMMANDS, CONTEXT_KEYS, REQUEST_ITEM, SETTINGS, VIEWS } from '../../../src/vscode/contributions';

interface SettingSchema {
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
}
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly views: { readonly wirewalk: readonly { readonly id: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, SettingSchema>> };
  };
}

const read = (name: string): string => fs.readFileSync(path.resolve(__dirname, '../../..', name), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { commands, views, configuration } = manifest.contributes;
/** Words of `when` clauses and items that begin with the extension's name. */
const named = (text: string): Set<string> => new Set([...text.matchAll(/\bwirewalk\.[A-Za-z.]+/g)].map(([word]) => word));

describe('The manifest and the code', () => {
  it('name the same commands, views and settings', () => {
    assert.deepEqual(commands.map(({ command }) => command), Object.values(COMMANDS));
    assert.deepEqual(commands.filter(({ category }) => category !== 'Wirewalk'), []);
    assert.deepEqual(views.wirewalk.map(({ id }) => id), Object.values(VIEWS));
    assert.deepEqual(Object.keys(configuration.properties).sort(), Object.values(SETTINGS).map((key) => `wirewalk.${key}`).sort());
  });

  it('use no name that nobody sets', () => {
    const known = new Set<string>([
      ...Object.values(COMMANDS), ...Object.values(VIEWS), ...Object.values(CONTEXT_KEYS), REQUEST_ITEM,
      ...Object.values(SETTINGS).map((key) => `wirewalk.${key}`), 'wirewalk.stack',
    ]);
    assert.deepEqual([...named(read('package.json')), ...named(read('package.nls.json'))].filter((name) => !known.has(name)), []);
  });

  it('give the settings of switches the defaults and limits of the switches', () => {
    for (const key of [SETTINGS.pathRttMs, SETTINGS.pathMbps, SETTINGS.resolverRttMs]) {
      const found = conditionSwitch(key);
      assert.equal(found.type, 'number');
      if (found.type !== 'number') continue;
      const { default: standard, minimum, maximum } = configuration.properties[`wirewalk.${key}`] ?? { default: undefined };
      assert.deepEqual({ standard, minimum, maximum }, { standard: found.defaultKey === undefined ? found.default : null, minimum: found.min, maximum: found.max });
    }
  });

  it('offer every client profile, by its title', () => {
    const client = configuration.properties['wirewalk.client'];
    assert.deepEqual(client?.enum, CLIENT_PROFILES.map(({ id }) => id));
    assert.deepEqual(client?.enumDescriptions, CLIENT_PROFILES.map(({ title }) => title));
    assert.ok(client.enum.includes(String(client.default)));
  });

  it('let every problem be switched off, by its id', () => {
    assert.deepEqual(configuration.properties['wirewalk.problems.disabled']?.items?.enum, PROBLEM_IDS);
  });

  it('translate the same keys', () => {
    const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]));
    assert.deepEqual([...used].sort(), Object.keys(JSON.parse(read('package.nls.json')) as object).sort());
  });
});
