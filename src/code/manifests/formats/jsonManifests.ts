import type { ManifestFormat } from '../manifest';

type Json = Readonly<Record<string, unknown>>;

/** npm's package.json: ranges, and the Node that the project is for. */
export const packageJson: ManifestFormat = (text) => {
  const root = objectOf(JSON.parse(text));
  const runtime = objectOf(root['engines'])['node'];
  return { packages: ['devDependencies', 'peerDependencies', 'dependencies'].flatMap((key) => pairs(root[key])), runtime: typeof runtime === 'string' ? runtime : undefined };
};

/** npm's package-lock.json, version 2 and 3, and version 1: what stands at the root of `node_modules`. */
export const packageLock: ManifestFormat = (text) => {
  const root = objectOf(JSON.parse(text));
  const first = Object.entries(objectOf(root['dependencies'])).map(([name, entry]) => [name, versionOf(entry)] as const);
  const installed = Object.entries(objectOf(root['packages'])).flatMap(([path, entry]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    return name === undefined ? [] : [[name, versionOf(entry)] as const];
  });
  return { packages: known([...first, ...installed]) };
};

/** Composer's composer.json. */
export const composerJson: ManifestFormat = (text) => {
  const required = objectOf(objectOf(JSON.parse(text))['require']);
  const runtime = required['php'];
  return { packages: pairs(required), runtime: typeof runtime === 'string' ? runtime : undefined };
};

/** Composer's composer.lock: packages in a list, their versions with or without a `v`. */
export const composerLock: ManifestFormat = (text) => {
  const root = objectOf(JSON.parse(text));
  const listed = Array.isArray(root['packages']) ? root['packages'].map(objectOf) : [];
  return { packages: known(listed.map((each) => [each['name'], typeof each['version'] === 'string' ? each['version'].replace(/^v(?=\d)/, '') : undefined] as const)) };
};

function versionOf(entry: unknown): unknown {
  return objectOf(entry)['version'];
}

function pairs(value: unknown): readonly (readonly [string, string])[] {
  return known(Object.entries(objectOf(value)));
}

function known(entries: readonly (readonly [unknown, unknown])[]): readonly (readonly [string, string])[] {
  return entries.flatMap(([name, version]) => (typeof name === 'string' && typeof version === 'string' ? [[name, version] as const] : []));
}

/** The own members of an object; none of anything else. */
function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null) as Json, value) : {};
}
