import { buildSync } from 'esbuild';
import { resolve } from 'node:path';

const LINES = 20_000;
const REQUEST_EVERY = 50;
/** Requests that are bundled with the code of the minified line. */
const BUNDLED_REQUESTS = 400;

/** TypeScript of 20,000 lines with a request on every fiftieth. */
export function manyLines(): string {
  const lines = ['const base = "https://api.example/v1";'];
  for (let line = 1; line < LINES; line += 1) {
    lines.push(
      line % REQUEST_EVERY === 0
        ? `  const answer${line} = await fetch(\`\${base}/users/${line}?page=\${2 + 3}\`, { method: "POST", headers: { accept: "application/json" } });`
        : line % 10 === 0
          ? `export async function load${line}(first: number, second: string): Promise<Map<string, number>> { return new Map([[second, first * ${line}]]); }`
          : `const value${line} = { name: "item ${line}", size: ${line} }; // of the list`,
    );
  }
  return lines.join('\n');
}

/** One line of JavaScript of more than a megabyte: the command line's code, bundled and minified with functions that send requests. */
export function minifiedLine(): string {
  const root = resolve(__dirname, '../..');
  const { outputFiles } = buildSync({
    stdin: { contents: `import './src/cli.ts';\n${requestModule()}`, resolveDir: root, loader: 'ts' },
    bundle: true, minify: true, write: false, legalComments: 'none', platform: 'node', format: 'cjs', target: 'node20',
  });
  const [{ text } = { text: '' }] = outputFiles;
  return text.replace(/\s*\n\s*/g, ' ');
}

function requestModule(): string {
  const functions = Array.from({ length: BUNDLED_REQUESTS }, (_, at) => `
    async function load${at}(id: string, options: RequestInit) {
      const target = new URL(\`\${base}/items/\${id}\`, origin);
      const headers = { accept: "application/json", "x-request": String(${at}) };
      const answer = await fetch(target, { ...options, method: ${at % 2 === 0 ? '"POST"' : 'method'}, headers });
      return answer.ok ? answer.json() : fetch(base + "/errors/${at}", { method, headers });
    }`);
  return [
    'const origin = "https://api.example";', 'const base = origin + "/v1";', 'const method = "PUT";', ...functions,
    `export const loaders = [${functions.map((_, at) => `load${at}`).join(', ')}];`,
  ].join('\n');
}
