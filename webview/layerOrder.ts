import type { LayerNumber } from '../src/model/layer';

/** Top of the stack first, as it is drawn. */
export const LAYER_ORDER: readonly LayerNumber[] = [7, 6, 5, 4, 3, 2, 1];
