/** A layer of the OSI reference model (ISO/IEC 7498-1), 1 physical to 7 application. */
export type LayerNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** All seven, top of the stack first: the order in which a sender's data passes them. */
export const LAYERS: readonly LayerNumber[] = [7, 6, 5, 4, 3, 2, 1];

/** The reference model's own names (ISO/IEC 7498-1 §7). */
export const LAYER_NAMES: Readonly<Record<LayerNumber, string>> = {
  7: 'Application',
  6: 'Presentation',
  5: 'Session',
  4: 'Transport',
  3: 'Network',
  2: 'Data link',
  1: 'Physical',
};
