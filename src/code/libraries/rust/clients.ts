import type { ClientDescription } from '../description';
import { hyper, reqwest, services, ureq } from './http';

/** The clients of Rust. */
export const RUST_CLIENTS: readonly ClientDescription[] = [reqwest, ureq, hyper, ...services];
