import { javascriptQuery } from './javascript';

/** TypeScript's grammars extend JavaScript's, so its calls have the same shapes; `fetch<T>(…)` is the same node with type arguments. */
export const typescriptQuery = javascriptQuery;
