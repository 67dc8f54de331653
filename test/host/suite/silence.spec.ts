import assert from 'node:assert/strict';
import net from 'node:net';
import * as vscode from 'vscode';
import { FETCH_CODE, activated, closeAll, extensionCode, hoverAt, openText, placeOf } from './documents';
import { NetworkWatch } from './networkWatch';

const SUITE_FILE = 'out/suite/index.js';

describe('Silence: no packet before someone asks', () => {
  let watch: NetworkWatch;
  before(async () => {
    await activated();
    watch = new NetworkWatch();
  });
  after(async () => {
    watch.stop();
    await closeAll();
  });

  it('is measured by a watch that sees a connection', async () => {
    const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    await new Promise<void>((resolve, reject) => {
      const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
      socket.once('close', () => resolve()).once('error', reject).resume();
    });
    server.close();
    assert.ok(watch.from(SUITE_FILE).some(({ type }) => type === 'TCPCONNECTWRAP'));
  });

  it('holds while files are opened, hovered 100 times and scanned, and the panel and a lesson are opened', async () => {
    const document = await openText(FETCH_CODE, 'typescript');
    const onCall = placeOf(document, 'fetch(');
    const onUrl = placeOf(document, 'https://www.example.org', 10);
    for (let count = 0; count < 50; count += 1) {
      assert.notEqual(await hoverAt(document, onCall), '');
      assert.notEqual(await hoverAt(document, onUrl), '');
    }
    await vscode.commands.executeCommand('workbench.view.extension.wirewalk');
    await openText(Array.from({ length: 2000 }, (_, index) => `https://host-${index}.example/`).join('\n'), 'plaintext');
    await vscode.commands.executeCommand('wirewalk.explainRequest', { uri: document.uri.toString(), line: onCall.line, character: onCall.character });
    await vscode.commands.executeCommand('wirewalk.openLesson', { lesson: 'opening-a-website', page: 'request' });
    assert.deepEqual(watch.from(extensionCode()), []);
  });
});
