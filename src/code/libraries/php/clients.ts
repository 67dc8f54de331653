import type { ClientDescription } from '../description';
import { curl, streams } from './builtin';
import { guzzle, laravel, pecl, symfony, wordpress } from './libraries';
import { programs, services } from './services';

/** The clients of PHP. */
export const PHP_CLIENTS: readonly ClientDescription[] = [curl, streams, guzzle, symfony, laravel, wordpress, pecl, ...services, programs];
