import type { ClientDescription } from '../description';
import { httpClient, webRequest } from './httpClient';
import { flurl, restSharp } from './restSharp';
import { programs, services } from './services';

/** The clients of C#. */
export const CSHARP_CLIENTS: readonly ClientDescription[] = [httpClient, webRequest, restSharp, flurl, ...services, programs];
