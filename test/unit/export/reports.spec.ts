import assert from 'node:assert/strict';
import { explain } from '../../../src/explain/explain';
import { explanationJson } from '../../../src/export/json';
import { markdown } from '../../../src/export/markdown';
import { markdownText } from '../../../src/export/markdownText';
import { mermaid } from '../../../src/export/mermaid';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { handMadeTrace, step } from '../explain/handMadeTrace';

const hostile = '](command:x) ![](http://e/) <img src=x onerror=alert(1)> `` | a;b #35; end \r\n\u202e$(zap)';

function hostileExplanation(): Explanation {
  const explanation = explain(
    { ...handMadeTrace(), steps: [step('a.b', { title: hostile, reason: hostile, spec: [hostile], frames: [0] }), step('c.d', { state: 'skipped' })] },
    { conditions: makeConditions({ 'server.status': 404 }), client: { id: 'c', title: hostile, measured: false }, detail: 'frames' },
  );
  return {
    ...explanation,
    request: { ...explanation.request, url: `https://www.example/${hostile}` },
    frames: explanation.frames.map((each) => ({ ...each, summary: hostile, from: hostile })),
    findings: [{ id: 'x', severity: 'warning', message: hostile, spec: hostile }],
  };
}

describe('reports', () => {
  it('write foreign text into Markdown as text', () => {
    // Compared by hand with what a CommonMark renderer shows for it.
    assert.equal(
      markdownText(hostile),
      '\\](command\\:x) !\\[\\](http&#58;//e/) \\<img src=x onerror=alert(1)\\> \\`\\` \\| a;b \\#35; end ' +
        '\\\\u{D}\\\\u{A}\\\\u{202E}\\$(zap)',
    );
    const report = markdown(hostileExplanation());
    assert.doesNotMatch(report, /[^\\][`<\][]|\r|\u202e|https?:/);
    const widths = report.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split(/(?<!\\)\|/).length - 2);
    assert.deepEqual([...new Set(widths)], [7, 6], 'no cell breaks out of its table');
  });

  it('show steps, totals and changed conditions in Markdown', () => {
    const report = markdown(
      explain(handMadeTrace(), {
        conditions: makeConditions({ 'path.rttMs': 20 }),
        client: { id: 'curl', title: 'curl', measured: true },
        detail: 'frames',
      }),
    );
    assert.match(report, /^# GET http&#58;\/\/www&#46;example\/\n/);
    assert.match(report, /Conditions: path\\.rttMs=20\n/);
    assert.match(report, /Round trips to the first octet of the response: 2\n/);
    assert.match(report, /\n\| Title of dns\\.lookup \| happens \| Nothing was known\\. \| 7 \| 0\.0 – 10\.4 \| 3, 4 \|  \|\n\| &nbsp;&nbsp;Title of dns\\.cache \|/);
    assert.match(report, /\n\| 7 \| 30\.100 \| router \| client \| 900 \| inner PDU \|\n/);
  });

  it('draw frames and skipped steps in Mermaid, with nothing that is syntax', () => {
    const explanation = explain(
      { ...handMadeTrace(), steps: [step('tls.ticket', { state: 'skipped', reason: 'None is held.' }), ...handMadeTrace().steps] },
      { conditions: makeConditions(), client: { id: 'c', title: 'C', measured: true }, detail: 'frames' },
    );
    assert.deepEqual(mermaid(explanation).split('\n').slice(0, 6), [
      'sequenceDiagram',
      '  participant h0 as client',
      '  participant h1 as router',
      '  Note over h0: Title of tls.ticket#58; skipped. None is held.',
      '  Note over h0: Title of arp.resolve',
      '  h0->>h1: ethernet PDU (42)',
    ]);
    for (const line of mermaid(hostileExplanation()).split('\n').slice(1, -1)) {
      assert.match(line, /^ {2}(?:participant h\d as |Note over h\d: |h\d(?:->>|--x)h\d: )(?:[\w ,.()/?=+…-]|#\d+;)*$/);
    }
  });

  it('show which frame was lost', () => {
    const explanation = explain(handMadeTrace(), { conditions: makeConditions(), client: { id: 'c', title: 'C', measured: true }, detail: 'frames' });
    const lossy: Explanation = { ...explanation, frames: explanation.frames.map((each) => ({ ...each, lost: each.index === 4 })) };
    assert.deepEqual(markdown(lossy).match(/.* \(lost\) \|$/gm), ['| 5 | 11.000 | client | router | 100 | inner PDU (lost) |']);
    assert.deepEqual(mermaid(lossy).match(/.*--x.*/g), ['  h0--xh1: inner PDU (100)']);
  });

  it('print JSON that reads back as the same', () => {
    const explanation = hostileExplanation();
    assert.deepEqual(JSON.parse(explanationJson(explanation)), explanation);
    assert.deepEqual(JSON.parse(explanationJson([explanation, explanation])), [explanation, explanation]);
  });
});
