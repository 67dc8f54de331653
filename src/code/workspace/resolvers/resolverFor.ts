import { csharpResolver, javaResolver, phpResolver, rubyResolver } from './classes';
import { goResolver } from './go';
import { javascriptResolver } from './javascript';
import { pythonResolver } from './python';
import type { Resolver } from './resolver';
import { rustResolver } from './rust';

const RESOLVERS: ReadonlyMap<string, Resolver> = new Map([
  ...['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte'].map((id) => [id, javascriptResolver] as const),
  ['python', pythonResolver], ['go', goResolver], ['java', javaResolver], ['csharp', csharpResolver], ['php', phpResolver], ['ruby', rubyResolver], ['rust', rustResolver],
]);

/** How a language, by VS Code's id, finds other files; undefined for those that find none. */
export function resolverFor(languageId: string): Resolver | undefined {
  return RESOLVERS.get(languageId);
}
