import type { HostServices, StreamFailure } from '../../services';
import type { ServiceRecord } from './serviceRecord';

/** What is known of a name: its addresses, or that it has none (RFC 2308 §5). */
export interface KnownName {
  /** In the order in which they are tried; none with `failure`. */
  readonly addresses: readonly string[];
  readonly services: readonly ServiceRecord[];
  readonly ttlSeconds: number;
  /** "answered by 192.0.2.53". */
  readonly origin: string;
  readonly failure?: StreamFailure;
}

/** An entry with what is left of its time; 0 or less: it is over. */
export interface CacheEntry {
  readonly known: KnownName;
  readonly leftSeconds: number;
}

/** Names that a program or a host remembers, each for its time to live. Letter case does not count (RFC 4343 §2). */
export class NameCache {
  private readonly entries = new Map<string, { readonly known: KnownName; readonly learnedMs: number }>();

  constructor(private readonly host: Pick<HostServices, 'nowMs'>) {}

  /** `ageSeconds`: how long ago it was learned. */
  remember(name: string, known: KnownName, ageSeconds = 0): void {
    this.entries.set(name.toLowerCase(), { known, learnedMs: this.host.nowMs() - ageSeconds * 1000 });
  }

  find(name: string): CacheEntry | undefined {
    const entry = this.entries.get(name.toLowerCase());
    return entry && { known: entry.known, leftSeconds: entry.known.ttlSeconds - (this.host.nowMs() - entry.learnedMs) / 1000 };
  }

  forget(): void {
    this.entries.clear();
  }
}
