import type { ClientDescription } from '../description';
import { curl, hyper, isahc, namedClients, reqwest, services, small, ureq } from './http';

/** The clients of Rust. */
export const RUST_CLIENTS: readonly ClientDescription[] = [reqwest, ureq, hyper, isahc, ...small, curl, ...services, namedClients];
