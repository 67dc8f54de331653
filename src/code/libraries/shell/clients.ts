import type { ClientDescription } from '../description';
import { curl } from './curl';
import { httpie, wget } from './httpie';
import { services } from './services';

/** The commands of shells that send requests. */
export const SHELL_CLIENTS: readonly ClientDescription[] = [curl, wget, httpie, ...services];
