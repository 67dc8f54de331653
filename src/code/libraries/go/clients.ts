import type { ClientDescription } from '../description';
import { netHttp } from './netHttp';
import { resty } from './resty';
import { programs, services } from './services';

/** The clients of Go. */
export const GO_CLIENTS: readonly ClientDescription[] = [netHttp, resty, ...services, programs];
