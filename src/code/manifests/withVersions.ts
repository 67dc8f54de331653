import type { ClientVersion, FoundRequest, Request } from '../../model/request';
import { runsInBrowser } from '../calls/nameClient';
import { packagesOf } from './clientPackages';
import type { Manifest } from './manifest';

/** Majors of Node whose fetch and https have a profile. */
const NODE_PROFILES = [20, 22, 24];
const NODE_PROFILE = /^node-\d+-(fetch|https)$/;
const SCRIPT = /^(?:javascript|typescript)/;

/** What is around a request. */
export interface Surroundings {
  /** Those of the file's folder first, then those of the folders around it. */
  readonly manifests: readonly Manifest[];
  readonly languageId: string;
  /** The file's text; asked for only where it matters. */
  readonly text: () => string;
}

/**
 * The request with the version of its client, and with the profile of the Node that the project is for, where the manifests say so.
 * A lock file says it exactly, wherever it stands; of those that give a range, the nearest counts.
 */
export function withVersions(found: FoundRequest, around: Surroundings): FoundRequest {
  if (found.kind !== 'call' || around.manifests.length === 0) return found;
  const { request } = found;
  const clientVersion = request.client === undefined ? undefined : versionOf(request.client, around.manifests);
  const profile = nodeProfile(found, around);
  if (!clientVersion && profile === undefined) return found;
  return { ...found, request: { ...request, ...(clientVersion ? { clientVersion } : {}), ...(profile ?? {}) } };
}

function versionOf(client: string, manifests: readonly Manifest[]): ClientVersion | undefined {
  const wanted = packagesOf(client);
  if (!wanted) return undefined;
  const own = manifests.filter(({ ecosystem }) => ecosystem === wanted.ecosystem);
  for (const { file, exact, packages, runtime } of [...own.filter(({ exact }) => exact), ...own.filter(({ exact }) => !exact)]) {
    const version = wanted.names.length === 0 ? runtime : wanted.names.map((name) => packages.get(name)).find((each) => each !== undefined);
    if (version !== undefined) return { version, file, exact: exact && wanted.names.length > 0 };
  }
  return undefined;
}

/** For what runs in Node: the profile of the major that the project names, or of the nearest one that was measured. */
function nodeProfile({ request, callee }: FoundRequest, { manifests, languageId, text }: Surroundings): Pick<Request, 'nearestClient' | 'likelyClient' | 'likelyFrom'> | undefined {
  if (!SCRIPT.test(languageId)) return undefined;
  const api = request.client === undefined ? (/(?:^|\.)fetch$/.test(callee) ? 'fetch' : undefined) : NODE_PROFILE.exec(request.nearestClient ?? '')?.[1];
  const manifest = api === undefined ? undefined : manifests.find(({ ecosystem, runtime }) => ecosystem === 'npm' && majorOf(runtime) !== undefined);
  const major = majorOf(manifest?.runtime);
  if (api === undefined || !manifest || major === undefined) return undefined;
  const [nearest = major] = [...NODE_PROFILES].sort((a, b) => Math.abs(a - major) - Math.abs(b - major) || b - a);
  const id = `node-${nearest}-${api}`;
  if (request.client !== undefined) return { nearestClient: id };
  return runsInBrowser(text()) ? undefined : { likelyClient: id, likelyFrom: manifest.file };
}

/** The first major that a version or range names: the least one of `>=20`, `^22 || ^24`. */
function majorOf(range: string | undefined): number | undefined {
  const major = range === undefined ? undefined : /^\s*(?:>=|\^|~|=|v)?\s*v?(\d{1,3})(?![\d])/.exec(range)?.[1];
  return major === undefined ? undefined : Number(major);
}
