import type { Provenance, ProvenanceKind } from '../src/model/provenance';
import type { IconName } from './icons';
import { text } from './localise';
import type { StringKey } from './localise';

/** How each source of a value is shown: an icon and a word. An invented value has a look of its own besides. */
const SOURCES: Readonly<Record<ProvenanceKind, { readonly icon: IconName; readonly word: StringKey }>> = {
  code: { icon: 'code', word: 'sourceCode' },
  client: { icon: 'package', word: 'sourceClient' },
  system: { icon: 'vm', word: 'sourceSystem' },
  conditions: { icon: 'settings-gear', word: 'sourceConditions' },
  network: { icon: 'radio-tower', word: 'sourceNetwork' },
  probe: { icon: 'pulse', word: 'sourceProbe' },
  standard: { icon: 'book', word: 'sourceStandard' },
  computed: { icon: 'symbol-operator', word: 'sourceComputed' },
  example: { icon: 'beaker', word: 'sourceExample' },
};

/** Icon and words for where a value comes from. */
export function describeProvenance({ kind, detail, line }: Provenance): { readonly icon: IconName; readonly words: string } {
  const { icon, word } = SOURCES[kind];
  const words = kind === 'code' && line !== undefined ? text('sourceCodeLine', line + 1) : text(word);
  return { icon, words: detail === undefined ? words : text('sourceDetail', words, detail) };
}
