/** A value that is computed at the first call and then kept: how keys, signatures and ciphertext wait until someone looks. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
