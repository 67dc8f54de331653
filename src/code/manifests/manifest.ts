/** What a project's files say of the versions that it uses, as far as clients are concerned. */
export interface Manifest {
  /** The file, as a person names it. */
  readonly file: string;
  readonly ecosystem: Ecosystem;
  /** Whether it says which versions are installed (a lock file), rather than which ones may be. */
  readonly exact: boolean;
  /** Versions or ranges by the package's name. */
  readonly packages: ReadonlyMap<string, string>;
  /** The version or range of the language's runtime. */
  readonly runtime?: string;
}

export type Ecosystem = 'npm' | 'pypi' | 'go' | 'maven' | 'nuget' | 'cargo' | 'packagist' | 'rubygems';

/** What a text of a format says: versions by name, and that of the runtime. Throws for a text that is none of the format. */
export type ManifestFormat = (text: string) => { readonly packages: Iterable<readonly [name: string, version: string]>; readonly runtime?: string | undefined };
