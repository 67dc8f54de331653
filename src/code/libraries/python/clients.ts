import type { ClientDescription } from '../description';
import { aiohttp } from './aiohttp';
import { httpx } from './httpx';
import { namedSessions, requests } from './requests';
import { programs, services } from './services';
import { httpClient, urllib, urllib3 } from './urllib';

/** The clients of Python. */
export const PYTHON_CLIENTS: readonly ClientDescription[] = [requests, httpx, aiohttp, urllib, urllib3, httpClient, ...services, programs, namedSessions];
