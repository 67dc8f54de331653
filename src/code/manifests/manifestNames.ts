/** Names of files that say versions, for finding them: exact ones, and the ending of .NET's project files. */
export const MANIFEST_NAMES: readonly string[] = [
  'package.json', 'package-lock.json', 'yarn.lock', '.nvmrc', '.node-version', 'requirements.txt', 'pyproject.toml', 'poetry.lock', 'uv.lock', 'go.mod', 'pom.xml', 'build.gradle', 'build.gradle.kts',
  'Directory.Packages.props', 'Cargo.toml', 'Cargo.lock', 'composer.json', 'composer.lock', 'Gemfile.lock', '*.csproj',
];
