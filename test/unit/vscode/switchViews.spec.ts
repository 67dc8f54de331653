import assert from 'node:assert/strict';
import { CONDITION_SWITCHES } from '../../../src/model/conditions';
import { switchViews } from '../../../src/vscode/panel/switchViews';

describe('what-if switches', () => {
  it('all have a name, a group and a help text in words: name a new one in switchViews.ts', () => {
    const views = switchViews({ l10n: { t: (message: string) => message } } as unknown as Parameters<typeof switchViews>[0]);
    assert.deepEqual(views.map(({ key }) => key), CONDITION_SWITCHES.map(({ key }) => key));
    assert.deepEqual(views.filter(({ key, label, group, help }) => label === key || group === '' || help === '').map(({ key }) => key), []);
  });
});
