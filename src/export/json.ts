import type { Explanation } from '../model/explanation';

/** One explanation as an object, or the runs of one world as an array, indented by two spaces, with a final newline. */
export function explanationJson(explained: Explanation | readonly Explanation[]): string {
  return `${JSON.stringify(explained, undefined, 2)}\n`;
}
