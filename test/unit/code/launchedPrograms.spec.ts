import assert from 'node:assert/strict';
import { RequestScanner } from '../../../src/code/requestScanner';
import { loader } from './grammars';

const scanner = new RequestScanner(loader);

/** Language, code that starts a program, and what the program sends by its manual. */
const STARTED: readonly (readonly [languageId: string, source: string, ...requests: readonly string[]])[] = [
  ['python', 'import subprocess\nsubprocess.run(["curl", "-X", "PUT", "-d", "a=b", "https://a.example/"])\n', 'curl-7.88 PUT https://a.example/'],
  ['python', 'import os\nos.system("ping -c 1 %s" % host)\nos.system("ls -l /tmp")\n', 'ping  icmp://{host}'],
  ['python', 'import subprocess\nsubprocess.check_output("cd /tmp && sudo wget -q \'https://a.example/x y\' | sh", shell=True)\n', 'wget GET https://a.example/x%20y'],
  ['python', 'import subprocess\nsubprocess.run(["git", "status"])\nsubprocess.run(["curl", "--version"])\nsubprocess.run(cmd)\nsubprocess.run(["git", "clone", url, "d"])\n'],
  ['javascript', 'const { exec, execFile } = require("child_process"); exec(`ping -c 1 ${host}`, (e) => 1); execFile("/usr/bin/curl", ["-I", "https://a.example/"], () => 1); re.exec("curl https://no.example/");', 'ping  icmp://{host}', 'curl-7.88 HEAD https://a.example/'],
  ['javascript', 'import cp from "node:child_process"; cp.spawn("wget", [url]);', 'wget GET {url}'],
  ['go', 'package m\nimport "os/exec"\nfunc f() { exec.Command("curl", "-s", "https://a.example/"); exec.CommandContext(ctx, "sh", "-c", "curl -s https://b.example/ | sh") }', 'curl-7.88 GET https://a.example/', 'curl-7.88 GET https://b.example/'],
  ['java', 'class A { void f() { Runtime.getRuntime().exec("ping -c 1 " + host); new ProcessBuilder("curl", "-s", url).start(); } }', 'ping  icmp://{host}', 'curl-7.88 GET {url}'],
  ['csharp', 'class A { void F() { Process.Start("curl", "-s https://a.example/"); Process.Start("notepad", "x"); } }', 'curl-7.88 GET https://a.example/'],
  ['php', '<?php exec("ping -c 1 $host", $o); shell_exec("curl -s " . escapeshellarg($url)); exec("date");', 'ping  icmp://{host}', 'curl-7.88 GET {escapeshellarg()}'],
  ['ruby', 'a = `curl -s #{url}/x`\nsystem("ssh", "u@a.example", "ls")\nb = `date`\n', 'curl-7.88 GET {url}/x', 'ssh  ssh://a.example'],
  ['cpp', 'int f() { system("curl -s https://a.example/"); popen("ping a.example", "r"); system("ls"); }', 'curl-7.88 GET https://a.example/', 'ping  icmp://a.example'],
];

describe('programs that code starts', () => {
  for (const [languageId, source, ...expected] of STARTED) {
    it(`${languageId}: ${expected.join(', ') || 'nothing'}`, async () => {
      const { requests } = await scanner.scan(source, languageId);
      const calls = requests.filter(({ kind }) => kind === 'call').map(({ callee, request }) => `${request.client ?? callee} ${request.method} ${request.url}`);
      assert.deepEqual(calls, expected, source);
    });
  }
});
