import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { languageForFile } from '../../../src/code/languages';
import { RequestScanner } from '../../../src/code/requestScanner';
import { scanRows } from '../../../src/code/scanReport';
import { loader } from './grammars';

const workspace = path.join(__dirname, '../../fixtures/workspace');

describe('the sample workspace', () => {
  it('shows the calls that are written in it, and no other', async () => {
    const scanner = new RequestScanner(loader);
    const calls: string[] = [];
    const files = readdirSync(workspace, { recursive: true, encoding: 'utf8' }).filter((each) => path.extname(each) !== '').sort();
    for (const file of files) {
      const { requests, limits } = await scanner.scan(readFileSync(path.join(workspace, file), 'utf8'), languageForFile(file).id);
      assert.deepEqual(limits, []);
      for (const row of scanRows(file, requests)) {
        if (row.kind === 'call') calls.push(`${row.file}:${row.range.start.line + 1} ${row.client} ${row.method} ${row.url} ${row.headers.map(({ name, value }) => `${name}=${value}`).join()}`.trim());
      }
    }
    assert.deepEqual(calls, [
      'README.md:13 curl-7.88 GET https://api.example.com/v1/cities',
      'README.md:14 curl-7.88 POST https://api.example.com/v1/readings Content-Type=application/json',
      'docker-compose.yaml:8 curl-7.88 GET http://localhost:8080/forecast',
      'docs/api.http:4 http-file GET https://api.example.com/v1/status',
      'docs/api.http:7 http-file GET https://api.example.com/v1/cities Accept=application/json',
      'docs/api.http:11 http-file POST https://api.example.com/v1/readings Content-Type=application/json',
      'scripts/check.sh:4 curl-7.88 GET https://api.example.com/v1/status',
      'scripts/check.sh:5 curl-7.88 GET https://www.example.org/weather',
      'scripts/fill.py:9 python-requests GET https://api.example.com/v1/readings/{city}',
      'scripts/fill.py:11 python-requests POST https://api.example.com/v1/readings',
      'server/main.go:17 go-net-http GET https://api.open-meteo.com/v1/forecast?latitude=38.72&longitude=-9.14',
      'src/Dashboard.tsx:10 fetch GET {origin}/api/cities',
      'src/Dashboard.tsx:22 fetch GET https://api.example.com/v1/cities/{city.name}',
      'src/legacy.js:5 window.fetch GET http://kiosk.example.net:8080/readings?limit=50',
      'src/legacy.js:12 fetch HEAD http://kiosk.example.net:8080/ping',
      'src/weather.ts:15 fetch GET https://api.example.com/v1/status',
      'src/weather.ts:21 fetch GET https://api.example.com/v1/cities Accept=application/json',
      'src/weather.ts:30 fetch GET https://api.example.com/v1/readings/{city}/latest',
      'src/weather.ts:36 fetch POST https://api.example.com/v1/readings Content-Type=application/json,Authorization=Bearer {token}',
      'src/weather.ts:51 fetch GET https://api.open-meteo.com/v1/forecast?latitude={latitude}&longitude={longitude}',
      'src/weather.ts:58 fetch GET https://api.open-meteo.com/v1/forecast?latitude=38.72&longitude=-9.14&hourly=temperature_2m',
      'src/weather.ts:65 fetch DELETE https://api.example.com/v1/readings/{id}',
      'src/weather.ts:70 fetch GET https://{host}/v1/status',
    ]);
  });
});
