import assert from 'node:assert/strict';
import { FETCH_CODE, activated, closeAll, decoded, hoverAt, openText, placeOf } from './documents';

describe('Hover', () => {
  before(activated);
  afterEach(closeAll);

  it('shows the steps of a fetch call, first and again, the skips with their reasons, and links', async () => {
    const document = await openText(FETCH_CODE, 'typescript');
    const hover = decoded(await hoverAt(document, placeOf(document, 'fetch(')));
    assert.match(hover, /POST.*api\.example\.com/);
    for (const title of ['Find the address of api\\.example\\.com', 'Open a TCP connection', 'Agree on keys', 'Send POST /v1/users\\?page=2']) {
      assert.match(hover, new RegExp(`\\| ${title}.* \\| \\$\\(pass\\)\\shappens \\|`));
    }
    assert.match(hover, /First time: \*\*\d+ round trips, about \d+ ms\*\*\. Again: \*\*\d+ round trips?, about [\d.]+ ms\*\*\./);
    // Each reason names its steps by their number in the table.
    const keys = /\| (\d+) \| Agree on keys/.exec(hover)?.[1];
    assert.match(hover, new RegExp(`\\$\\(debug-step-over\\) \\*\\*[\\d, ]*\\b${keys ?? '-'}\\*\\* again: .{10}`));
    assert.match(hover, /\]\(command:wirewalk\.explainRequest\?/);
    assert.match(hover, /\]\(command:wirewalk\.probeDns\?/);
    assert.match(hover, /\]\(command:wirewalk\.probeTls\?/);
  });

  it('tells a URL in a comment from a call', async () => {
    const document = await openText(FETCH_CODE, 'typescript');
    assert.match(decoded(await hoverAt(document, placeOf(document, 'https://www.example.org', 10))), /www\.example\.org.*if something requests it/);
  });

  it('works in any language, and says nothing where there is nothing', async () => {
    const document = await openText('mirror = http://mirror.example.net:8080/ubuntu\nname = value\n', 'ini');
    assert.match(decoded(await hoverAt(document, placeOf(document, 'http://'))), /GET.*mirror\.example\.net:8080/);
    assert.equal(await hoverAt(document, placeOf(document, 'name')), '');
  });

  it('makes up no host that is not known', async () => {
    const document = await openText('fetch(`https://${process.env.HOST}/users`)', 'javascript');
    const hover = decoded(await hoverAt(document, placeOf(document, 'fetch(')));
    assert.match(hover, /known only when the code runs/);
    assert.doesNotMatch(hover, /round trip/);
  });

  it('predicts what does not depend on an unknown part of the path, and says which part', async () => {
    const document = await openText('fetch(`https://api.example.com/users/${id}`)', 'javascript');
    const hover = decoded(await hoverAt(document, placeOf(document, 'fetch(')));
    assert.match(hover, /First time: \*\*4 round trips, about \d+ ms\*\*/);
    assert.match(hover, /Known only when the code runs: \{id\}\./);
    assert.match(hover, /\]\(command:wirewalk\.explainRequest\?/);
  });

  it('says of a request that cannot succeed that it fails', async () => {
    const document = await openText('fetch("https://user:password@api.example.com/")', 'javascript');
    assert.match(decoded(await hoverAt(document, placeOf(document, 'fetch('))), /First time: \*\*fails at once\*\*\. Again: \*\*fails at once\*\*\./);
  });

  it('reads a file by its name where VS Code knows no language for it', async () => {
    const document = await openText('<script>\nfetch("https://api.example.com/from-a-component");\n</script>\n', 'plaintext', 'vue');
    assert.match(decoded(await hoverAt(document, placeOf(document, 'fetch('))), /GET.*api\.example\.com[^]*from-a-component/);
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['a command link in a path', 'https://x.example/[c](command:workbench.action.quit)'],
    ['a broken code fence', 'https://x.example/\\r```\\r[x](command:workbench.action.quit)'],
    ['an image', 'https://x.example/![](https://evil.example/beacon.png)'],
    ['HTML', 'https://x.example/<img/src=x/onerror=alert(1)>'],
    ['icons', 'https://x.example/$(zap)$(sync~spin)'],
    ['one URL inside another', 'https://bank.example/[https://bank.example](https://evil.example)'],
    ['a direction override', 'https://x.example/\u202Egpj.exe'],
    ['a password and a token', 'https://user:s3cretpassword@x.example/?access_token=s3crettoken12345'],
    ['a megabyte', `https://x.example/${'a'.repeat(1_000_000)}`],
  ];
  for (const [what, url] of hostile) {
    it(`shows ${what} as text`, async () => {
      for (const [content, language] of [[`fetch("${url}")`, 'javascript'], [`see ${url} there`, 'plaintext']] as const) {
        const document = await openText(content, language);
        const hover = await hoverAt(document, placeOf(document, 'https://', 3));
        assert.ok(hover.length <= 4096, `${hover.length} characters`);
        const links = [...hover.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '');
        for (const link of links) assert.match(link, /^command:wirewalk\.(explainRequest|probeDns|probeTls)\?[%\w.~-]+$/);
        assert.doesNotMatch(hover, /<|!\[|\$\((?!pass|debug-step-over|circle-slash|error|info|warning|type-hierarchy)|https?:|s3cret|\u202E/);
      }
    });
  }
});
