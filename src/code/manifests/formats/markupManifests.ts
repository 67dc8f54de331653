import type { ManifestFormat } from '../manifest';

const TAG = (name: string): RegExp => new RegExp(`<${name}>\\s*([^<>\\s]{1,200})\\s*</${name}>`);

/** Maven's pom.xml: dependencies with a version of their own, or one that a property of the same file gives. */
export const pomXml: ManifestFormat = (text) => {
  const plain = withoutComments(text);
  const properties = new Map([...blocks(plain, 'properties')].flatMap((block) => [...block.matchAll(/<([\w.-]{1,100})>\s*([^<>\s]{1,100})\s*</g)].map(([, name = '', value = '']) => [name, value] as const)));
  const packages: [string, string][] = [];
  for (const block of blocks(plain, 'dependency')) {
    const group = TAG('groupId').exec(block)?.[1];
    const artifact = TAG('artifactId').exec(block)?.[1];
    const written = TAG('version').exec(block)?.[1];
    const property = written === undefined ? undefined : /^\$\{([^}]+)\}$/.exec(written)?.[1];
    const version = property === undefined ? written : properties.get(property);
    if (group !== undefined && artifact !== undefined && version !== undefined && !version.includes('$')) packages.push([`${group}:${artifact}`, version]);
  }
  return { packages, runtime: properties.get('maven.compiler.release') ?? properties.get('java.version') };
};

/** Gradle's build files, in Groovy and in Kotlin: coordinates that are written as one plain string. */
export const gradle: ManifestFormat = (text) => ({
  packages: [...text.replace(/^[ \t]*\/\/.*$/gm, '').matchAll(/["']([\w.-]{1,100}:[\w.-]{1,100}):(\d[\w.+-]{0,60})["']/g)].map(([, name = '', version = '']) => [name, version] as const),
});

/** Project files and Directory.Packages.props of .NET: `<PackageReference Include="…" Version="…"`. */
export const csproj: ManifestFormat = (text) => ({
  packages: [...withoutComments(text).matchAll(/<Package(?:Reference|Version)\s+Include="([\w.-]{1,100})"\s+Version="([^"$]{1,60})"/g)].map(([, name = '', version = '']) => [name, version] as const),
  runtime: TAG('TargetFramework').exec(text)?.[1],
});

/** The insides of elements of one name, which do not nest. Linear: each search begins where the last one ended. */
function* blocks(text: string, name: string): Generator<string> {
  for (let from = text.indexOf(`<${name}>`); from !== -1; from = text.indexOf(`<${name}>`, from)) {
    const end = text.indexOf(`</${name}>`, from);
    if (end === -1) return;
    yield text.slice(from + name.length + 2, Math.min(end, from + 10_000));
    from = end;
  }
}

function withoutComments(text: string): string {
  let plain = '';
  let from = 0;
  for (let at = text.indexOf('<!--'); at !== -1; at = text.indexOf('<!--', from)) {
    plain += text.slice(from, at);
    const end = text.indexOf('-->', at);
    if (end === -1) return plain;
    from = end + 3;
  }
  return plain + text.slice(from);
}
