/** Longer files (UTF-16 code units) are not read for their values. */
export const MAX_IMPORTED_CHARACTERS = 300_000;
