import assert from 'node:assert/strict';
import { createServer } from 'node:tls';
import * as dnsPacket from 'dns-packet';
import * as vscode from 'vscode';
import { issue } from '../../probe/support/certificates';
import { listen, listenUdp, type RunningServer } from '../../probe/support/servers';
import { activated, closeAll, extensionCode, withAnswer } from './documents';
import { NetworkWatch } from './networkWatch';
import { until } from './waiting';

const requestTo = (url: string) => ({ url, method: 'GET', headers: [], unknownParts: [] });

interface Question {
  readonly message: string;
  readonly detail: string;
  readonly modal: boolean;
}

/** Runs a command and answers every question that it asks; returns the questions. */
async function withConsent(answer: string | undefined, command: string, argument: unknown): Promise<readonly Question[]> {
  const asked: Question[] = [];
  await withAnswer(
    'showWarningMessage',
    (message, options) => {
      asked.push({ message: String(message), ...(options as { detail: string; modal: boolean }) });
      return Promise.resolve(answer);
    },
    async () => {
      await vscode.commands.executeCommand(command, argument);
    },
  );
  return asked;
}

const panelIsOpen = (): boolean => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('wirewalk.stack')));

describe('Probe TLS', () => {
  let server: RunningServer;
  let handshakes = 0;
  before(async () => {
    await activated();
    const { keyPem, certificatePem } = await issue({ subject: 'CN=<img src=x onerror=alert(1)>', names: [{ type: 'ip', value: '127.0.0.1' }] });
    const tls = createServer({ key: keyPem, cert: certificatePem, ALPNProtocols: ['http/1.1'] });
    tls.on('secureConnection', () => (handshakes += 1));
    server = await listen(tls);
  });
  afterEach(closeAll);
  after(() => server.close());

  it('says where the packets go before it sends one, and sends none when the answer is no', async () => {
    const watch = new NetworkWatch();
    const asked = await withConsent(undefined, 'wirewalk.probeTls', requestTo(`https://127.0.0.1:${server.port}/`));
    watch.stop();
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.modal, true);
    assert.match(asked[0]?.message ?? '', new RegExp(`127\\.0\\.0\\.1:${server.port}`));
    assert.match(asked[0]?.detail ?? '', /127\.0\.0\.1 port \d+ \(loopback\)/);
    assert.match(asked[0]?.detail ?? '', /leave from (this machine|the remote machine)/);
    assert.deepEqual(watch.from(extensionCode()), []);
    assert.equal(handshakes, 0);
  });

  it('makes one handshake after consent and shows it beside the prediction', async () => {
    const watch = new NetworkWatch();
    await withConsent('Send', 'wirewalk.probeTls', requestTo(`https://127.0.0.1:${server.port}/`));
    watch.stop();
    assert.equal(handshakes, 1);
    assert.ok(watch.from(extensionCode()).length > 0, 'the watch that saw nothing before sees this');
    await until('the panel', panelIsOpen);
  });
});

describe('Probe DNS', () => {
  afterEach(closeAll);

  it('asks the server of the settings, after consent, beside the system\'s own lookup', async () => {
    await activated();
    const questions: string[] = [];
    const server = await listenUdp((query, reply) => {
      const { id = 0, questions: [question] = [] } = dnsPacket.decode(query);
      if (!question) return;
      questions.push(`${question.name} ${question.type}`);
      const answers: dnsPacket.Answer[] = question.type === 'A' ? [{ type: 'A', name: question.name, ttl: 60, data: '127.0.0.1' }] : [];
      reply(dnsPacket.encode({ id, type: 'response', flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE, questions: [question], answers }));
    });
    const settings = vscode.workspace.getConfiguration('wirewalk');
    await settings.update('probe.resolver', `127.0.0.1:${server.port}`, vscode.ConfigurationTarget.Global);
    try {
      // A name that every hosts file knows: the system's own lookup stays on this machine.
      const asked = await withConsent('Send', 'wirewalk.probeDns', requestTo('http://localhost/'));
      assert.ok(asked.some(({ detail }) => detail.includes(`127.0.0.1 port ${server.port} (loopback)`)));
      assert.deepEqual([...new Set(questions)].sort(), ['localhost A', 'localhost AAAA']);
      await until('the panel', panelIsOpen);
    } finally {
      await settings.update('probe.resolver', undefined, vscode.ConfigurationTarget.Global);
      await server.close();
    }
  });
});
