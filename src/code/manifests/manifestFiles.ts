import { clientPackageNames } from './clientPackages';
import { composerJson, composerLock, packageJson, packageLock } from './formats/jsonManifests';
import { cargoToml, gemfileLock, goMod, nodeVersion, packageTables, pyproject, requirements, yarnLock } from './formats/lineManifests';
import { csproj, gradle, pomXml } from './formats/markupManifests';
import type { Ecosystem, Manifest, ManifestFormat } from './manifest';

/** Longer ones are not read. A lock file of a thousand packages has about a megabyte. */
export const MAX_MANIFEST_CHARACTERS = 4_000_000;

interface Row {
  readonly ecosystem: Ecosystem;
  readonly format: ManifestFormat;
  readonly exact: boolean;
}

const row = (ecosystem: Ecosystem, format: ManifestFormat, exact = false): Row => ({ ecosystem, format, exact });

/** By the file's name in lower case. */
const FILES: ReadonlyMap<string, Row> = new Map([
  ['package.json', row('npm', packageJson)], ['package-lock.json', row('npm', packageLock, true)], ['yarn.lock', row('npm', yarnLock, true)], ['.nvmrc', row('npm', nodeVersion)], ['.node-version', row('npm', nodeVersion)],
  ['requirements.txt', row('pypi', requirements)], ['pyproject.toml', row('pypi', pyproject)], ['poetry.lock', row('pypi', packageTables, true)], ['uv.lock', row('pypi', packageTables, true)],
  ['go.mod', row('go', goMod, true)],
  ['pom.xml', row('maven', pomXml)], ['build.gradle', row('maven', gradle)], ['build.gradle.kts', row('maven', gradle)],
  ['directory.packages.props', row('nuget', csproj)],
  ['cargo.toml', row('cargo', cargoToml)], ['cargo.lock', row('cargo', packageTables, true)],
  ['composer.json', row('packagist', composerJson)], ['composer.lock', row('packagist', composerLock, true)],
  ['gemfile.lock', row('rubygems', gemfileLock, true)],
]);
/** What stands in the place of a version: a folder, a repository, a workspace. */
const NO_VERSION = /[:/]/;
const PROJECT: Row = row('nuget', csproj);

/** Whether a file of that name may say versions. */
export function isManifest(fileName: string): boolean {
  return rowOf(fileName) !== undefined;
}

/**
 * What a file says of the versions of clients and of the runtime. `file`: as a person names it. Undefined for other files, for
 * those that are too long, and for those that are not of their format.
 */
export function readManifest(fileName: string, file: string, text: string): Manifest | undefined {
  const found = rowOf(fileName);
  if (!found || text.length > MAX_MANIFEST_CHARACTERS) return undefined;
  const { ecosystem, format, exact } = found;
  try {
    const { packages, runtime } = format(text);
    const wanted = clientPackageNames(ecosystem);
    const kept = new Map([...packages].filter(([name, version]) => wanted.has(name) && version.length <= 100 && !NO_VERSION.test(version)));
    return { file, ecosystem, exact, packages: kept, ...(runtime === undefined ? {} : { runtime }) };
  } catch {
    return undefined;
  }
}

function rowOf(fileName: string): Row | undefined {
  const name = fileName.toLowerCase();
  return FILES.get(name) ?? (name.endsWith('.csproj') ? PROJECT : undefined);
}
