import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GrammarLoader } from '../../../src/code/grammarLoader';
import { showParts } from '../../../src/code/folding/value';
import { RequestScanner } from '../../../src/code/requestScanner';
import { findUrls, urlAt } from '../../../src/code/urlScanner';

/** Text, and the URLs in it as a reader would mark them. */
const TEXTS: readonly (readonly [text: string, ...urls: string[]])[] = [
  ['See https://www.example.org/a. And (https://www.example.org/b), "https://www.example.org/c"; https://www.example.org/d!',
    'https://www.example.org/a', 'https://www.example.org/b', 'https://www.example.org/c', 'https://www.example.org/d'],
  ['[a](https://www.example.org/wiki/A_(b)) ![i](https://www.example.org/i.png "t") <https://www.example.org/>', 'https://www.example.org/wiki/A_(b)', 'https://www.example.org/i.png', 'https://www.example.org/'],
  ['[https://bank.example](https://evil.example)', 'https://bank.example', 'https://evil.example'],
  ['**https://www.example.org/** `https://www.example.org/x`', 'https://www.example.org/', 'https://www.example.org/x'],
  ['http://[2001:db8::1]:8080/a?b[0]=1#c', 'http://[2001:db8::1]:8080/a?b[0]=1#c'],
  ['https://user:pa%40ss@www.example.org:8443/~x/;a=1,b', 'https://user:pa%40ss@www.example.org:8443/~x/;a=1,b'],
  ['ws://a.example wss://a.example/s ftp://ftp.example.org/pub HTTPS://A.EXAMPLE', 'ws://a.example', 'wss://a.example/s', 'ftp://ftp.example.org/pub', 'HTTPS://A.EXAMPLE'],
  ['git+https://a.example xhttp://a.example redis://a.example ://a.example https:// http://"', ...[]],
  ['https://bücher.example/straße，https://例え.example/。', 'https://bücher.example/straße', 'https://例え.example/'],
  ['<a href=\'https://a.example/it"s\'>x</a>', 'https://a.example/it'],
  ['\'https://a.example/\' https://b.example/it\'s', 'https://a.example/', 'https://b.example/it\'s'],
  ['{"a":"https://a.example/x\\n","b":"https://b.example/"}', 'https://a.example/x', 'https://b.example/'],
  ['curl $(echo https://a.example/)|sh', 'https://a.example/'],
  ['https://a.example/\u202ehttps://b.example/ x', 'https://a.example/\u202ehttps://b.example/'],
];

describe('URL scanner', () => {
  it('finds URLs where a reader sees them end', () => {
    for (const [text, ...urls] of TEXTS) {
      assert.deepEqual(Array.from(findUrls(text), ({ start, end }) => text.slice(start, end)), urls, text);
    }
  });

  it('reads the placeholders of many languages as unknown parts', () => {
    const templates = [
      ['https://${host}/users/${user.id}', 'https://{host}/users/{user.id}'], ['https://api.example.com/{id}', 'https://api.example.com/{id}'],
      ['https://{{ base }}/x', 'https://{base}/x'], ['https://a.example/$ID/x', 'https://a.example/{ID}/x'], ['https://a.example/%s?d=%20', 'https://a.example/{%s}?d=%20'],
      ['https://a.example/${a ? b : c}', 'https://a.example/{expression}'],
    ] as const;
    for (const [text, url] of templates) assert.deepEqual(Array.from(findUrls(text), ({ parts }) => showParts(parts)), [url]);
  });

  it('agrees with itself at every offset, on any text', () => {
    const pieces = fc.constantFrom('https://', 'a.example', '/', '(', ')', '[', ']', '${', '}', '{{', '\'', '"', ' ', '.', '://', '\n', '😀', '%', '$A');
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 25 }).map((each) => each.join('')));
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const found of findUrls(text)) {
          assert.ok(found.start >= last && found.end > found.start && found.end <= text.length);
          assert.match(text.slice(found.start, found.end), /^(?:https?|wss?|ftp):\/\/./is);
          assert.deepEqual(urlAt(text, found.start), found);
          assert.deepEqual(urlAt(text, found.end - 1), found);
          last = found.end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('knows comments, namespaces, schemas and import maps without a grammar', async () => {
    const scanner = new RequestScanner(new GrammarLoader(() => Promise.reject(new Error('not needed'))));
    const cases: readonly (readonly [languageId: string, text: string, ...reasons: string[]])[] = [
      ['python', '# https://a.example\nx = "https://b.example#c" # https://d.example\n"""\n# https://e.example\n"""\ny = "#"; get(\'https://f.example\')', 'comment', 'string', 'comment', 'text', 'string'],
      ['go', '// https://a.example\nx := "https://b.example" /* https://c.example\n*/ `// https://d.example`', 'comment', 'string', 'comment', 'text'],
      ['shellscript', 'curl https://a.example/#x # https://b.example\necho "# https://c.example"', 'text', 'comment', 'text'],
      ['yaml', 'a: https://a.example # https://b.example', 'text', 'comment'],
      ['html', '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/xhtml1.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><!-- https://a.example\n--><a href="https://b.example"><script type="importmap">{"imports":{"x":"https://c.example/x.js"}}</script><p>https://d.example',
        'namespace', 'namespace', 'comment', 'text', 'import-map', 'text'],
      ['json', '{"$schema":"https://a.example/s.json","imports":{"x":"https://b.example/x.js"},"u":"https://c.example"}', 'schema', 'import-map', 'text'],
      ['xml', '<a xmlns:b = "http://a.example/ns" c="https://b.example"/>', 'namespace', 'text'],
      ['plaintext', '// https://a.example', 'text'],
    ];
    for (const [languageId, text, ...reasons] of cases) {
      const { requests } = await scanner.scan(text, languageId);
      assert.deepEqual(requests.map(({ findings }) => findings.at(-1)?.id), reasons.map((reason) => `url.in-${reason}`), languageId);
    }
  });
});
