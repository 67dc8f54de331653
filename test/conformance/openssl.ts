import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Skips the calling test with a printed reason where OpenSSL's program is absent; under CI=true it fails instead. */
export function requireOpenssl(context: Mocha.Context): void {
  if (spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0) return;
  if (process.env['CI'] === 'true') throw new Error('openssl is not installed, and CI=true allows no skips.');
  console.log('      skipped: openssl is not installed');
  context.skip();
}

/** A folder of its own for files that OpenSSL reads; it is gone after `use`. */
export async function withFiles<Result>(use: (write: (name: string, content: Uint8Array | string) => string) => Result | Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-'));
  try {
    return await use((name, content) => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** DER as PEM. */
export function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
