const NAME = /[$@]*[\w$\u0080-\uffff]+/g;
const WHOLE_NAME = /^[$@]*[\w$\u0080-\uffff]+$/;

/** Where each name stands in a text: one pass, so that looking up many names costs no search of the text for each. */
export class NameIndex {
  private readonly places = new Map<string, number[]>();

  constructor(text: string) {
    for (const { 0: name, index } of text.matchAll(NAME)) {
      this.add(name, index);
      // A name behind its mark is also the name of a member (PHP's `$this->name`).
      const bare = name.replace(/^[$@]+/, '');
      if (bare !== name && bare !== '') this.add(bare, index + name.length - bare.length);
    }
  }

  /** The offsets of a name from `from` on and before `to`; undefined for what is no plain name. */
  between(name: string, from: number, to: number): readonly number[] | undefined {
    if (!WHOLE_NAME.test(name)) return undefined;
    const all = this.places.get(name) ?? [];
    return all.slice(lowerBound(all, from), lowerBound(all, to));
  }

  private add(name: string, offset: number): void {
    const known = this.places.get(name);
    if (known) known.push(offset);
    else this.places.set(name, [offset]);
  }
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
