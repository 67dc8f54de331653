import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clip } from '../../../src/model/visibleText';
import { inertText, visible } from '../../../src/vscode/hover/inertText';

/** What a browser shows for HTML character references. */
const decoded = (markdown: string): string => markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe('Text of unknown origin in Markdown', () => {
  it('holds no character that Markdown, HTML or VS Code gives a meaning to', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        assert.match(inertText(text, 1000), /^(?:[A-Za-z0-9 ]|&#\d+;|[^\p{ASCII}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])*$/u);
      }),
    );
  });

  it('is shown as it was written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 200 }), (text) => assert.equal(decoded(inertText(text, 1000)), text)));
  });

  const shown: readonly (readonly [string, string])[] = [
    ['[c](command:workbench.action.quit)', '[c](command:workbench.action.quit)'],
    ['a\r```\r[x](command:y)', 'a\\u{D}```\\u{D}[x](command:y)'],
    ['![](https://evil.example/b.png)', '![](https://evil.example/b.png)'],
    ['$(zap)$(sync~spin)', '$(zap)$(sync~spin)'],
    ['bank\u202Eelpmaxe\u200B', 'bank\\u{202E}elpmaxe\\u{200B}'],
    ['line\u2028break', 'line\\u{2028}break'],
    ['lone \uD800 half', 'lone \\u{D800} half'],
    ['аррӏе.example', 'аррӏе.example'],
  ];
  for (const [text, expected] of shown) it(`shows ${visible(JSON.stringify(text))} as text`, () => assert.equal(decoded(inertText(text)), expected));

  it('is clipped between characters', () => {
    assert.equal(clip('abcdef', 4), 'abc…');
    assert.equal(clip('ab😀def', 4), 'ab…');
    assert.equal(clip('abcd', 4), 'abcd');
    assert.equal(visible('a\u0000b'), 'a\\u{0}b');
  });
});
