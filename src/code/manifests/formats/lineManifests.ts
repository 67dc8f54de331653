import type { ManifestFormat } from '../manifest';

type Found = [name: string, version: string];

/** All lines that a pattern matches from their first to their last character, as name and version. */
function lines(text: string, pattern: RegExp): Found[] {
  const found: Found[] = [];
  for (const line of text.split(/\r?\n/)) {
    const { 1: name, 2: version } = pattern.exec(line) ?? [];
    if (name !== undefined && version !== undefined) found.push([name, version]);
  }
  return found;
}

/** PEP 508 names compare without regard to case and to the mark between words (PEP 503). */
function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** pip's requirements.txt: `requests==2.32.3`, `httpx[http2]>=0.27 ; python_version > "3.8"`. */
export const requirements: ManifestFormat = (text) => ({
  packages: lines(text, /^([A-Za-z0-9][\w.-]{0,100})\s*(?:\[[^\]]{0,100}\])?\s*((?:===|[=~<>!]=|[<>])[^;#]{1,100}?)\s*(?:[;#].*)?$/).map(([name, version]) => [pythonName(name), version]),
});

/** The strings of `[project] dependencies` and the keys of Poetry's table, each on a line of its own, as tools write them. */
export const pyproject: ManifestFormat = (text) => {
  const packages: Found[] = [];
  let runtime: string | undefined;
  let table = '';
  let list = false;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([\w.\-"]+)\]\s*(?:#.*)?$/.exec(line)?.[1];
    if (header !== undefined) {
      table = header;
      list = false;
      continue;
    }
    if (table === 'project') {
      runtime ??= /^\s*requires-python\s*=\s*"([^"]{1,100})"/.exec(line)?.[1];
      if (/^\s*dependencies\s*=\s*\[/.test(line)) list = true;
      if (list) for (const [, name = '', version = ''] of line.matchAll(/["']([A-Za-z0-9][\w.-]{0,100})\s*(?:\[[\w,\s-]{0,100}\])?\s*([=~<>!]=?[^"';]{1,100})/g)) packages.push([pythonName(name), version.trim()]);
      if (list && /\]\s*(?:#.*)?$/.test(line.replace(/["'][^"']*["']/g, ''))) list = false;
    }
    if (table === 'tool.poetry.dependencies') {
      const { 1: name, 2: version } = /^\s*([A-Za-z0-9][\w.-]{0,100})\s*=\s*(?:\{[^}]{0,200}?\bversion\s*=\s*)?"([^"]{1,100})"/.exec(line) ?? [];
      if (name === 'python') runtime ??= version;
      else if (name !== undefined && version !== undefined) packages.push([pythonName(name), version]);
    }
  }
  return { packages, runtime };
};

/** The `[[package]]` tables that Cargo, Poetry and uv write: `name` and `version` on lines of their own. */
export const packageTables: ManifestFormat = (text) => {
  const packages: Found[] = [];
  let name: string | undefined;
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('[')) {
      inside = line.trim() === '[[package]]';
      name = undefined;
    } else if (inside) {
      name ??= /^name = "([^"]{1,200})"$/.exec(line)?.[1];
      const version = /^version = "([^"]{1,100})"$/.exec(line)?.[1];
      if (name !== undefined && version !== undefined) packages.push([pythonName(name), version]);
    }
  }
  return { packages };
};

/** Cargo.toml: `reqwest = "0.12"`, `reqwest = { version = "0.12", … }`. */
export const cargoToml: ManifestFormat = (text) => {
  const packages: Found[] = [];
  let runtime: string | undefined;
  let table = '';
  for (const line of text.split(/\r?\n/)) {
    table = /^\s*\[([\w.\-']+)\]\s*(?:#.*)?$/.exec(line)?.[1] ?? table;
    if (table === 'package') runtime ??= /^\s*rust-version\s*=\s*"([^"]{1,100})"/.exec(line)?.[1];
    if (!/^(?:workspace\.)?dependencies$/.test(table)) continue;
    const { 1: name, 2: version } = /^\s*([\w-]{1,100})\s*=\s*(?:\{[^}]{0,200}?\bversion\s*=\s*)?"([^"]{1,100})"/.exec(line) ?? [];
    if (name !== undefined && version !== undefined) packages.push([name, version]);
  }
  return { packages, runtime };
};

/** go.mod: the versions that are built (minimal version selection takes no newer one than some module asks for). */
export const goMod: ManifestFormat = (text) => ({
  packages: lines(text, /^\s*(?:require\s+)?([\w.~-]+(?:\/[\w.~-]+)+)\s+v(\d[\w.+-]*)\s*(?:\/\/.*)?$/),
  runtime: /^go\s+(\d[\w.]*)\s*(?:\/\/.*)?$/m.exec(text)?.[1],
});

/** yarn.lock, of both kinds: the name in the entry's head, the version on a line below. */
export const yarnLock: ManifestFormat = (text) => {
  const packages: Found[] = [];
  let name: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\S/.test(line)) name = /^"?((?:@[\w.-]+\/)?[\w.-]+)@/.exec(line)?.[1];
    const version = /^ {2}version:? "?([\w.+-]{1,100})"?$/.exec(line)?.[1];
    if (name !== undefined && version !== undefined) packages.push([name, version]);
  }
  return { packages };
};

/** Bundler's Gemfile.lock: `    faraday (2.9.0)` below `specs:`, four blanks deep; deeper ones are ranges. */
export const gemfileLock: ManifestFormat = (text) => ({ packages: lines(text, /^ {4}([\w.-]+) \((\d[\w.-]*)\)$/) });

/** .nvmrc and .node-version: a version, with or without a `v`. */
export const nodeVersion: ManifestFormat = (text) => ({ packages: [], runtime: /^\s*v?(\d+(?:\.\d+){0,2})\s*$/.exec(text.slice(0, 200))?.[1] });
