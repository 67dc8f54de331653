import type { ClientDescription } from '../description';
import { hyper, namedClients, reqwest, services, ureq } from './http';

/** The clients of Rust. */
export const RUST_CLIENTS: readonly ClientDescription[] = [reqwest, ureq, hyper, ...services, namedClients];
