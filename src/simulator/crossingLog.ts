import type { Crossing } from '../model/trace';
import type { CrossingKind, CrossingMark, LayerCrossing } from '../stack/services';

/** No frame is known for a crossing. */
const NO_FRAME = -1;
const FIRST_CAPACITY = 1024;

/** What all crossings of one kind at one host share, and how their text is made of what each is about. */
interface HostKind extends Pick<Crossing, 'host' | 'layer' | 'direction' | 'protocol'> {
  readonly textOf: (about: unknown) => string;
}

/**
 * Every crossing of a run. A long response makes hundreds of thousands, so that they stand in columns and what repeats is kept once; objects
 * and texts are made when someone looks.
 */
export class CrossingLog {
  private length = 0;
  private times = new Float64Array(FIRST_CAPACITY);
  private frames = new Int32Array(FIRST_CAPACITY);
  private lengths = new Int32Array(FIRST_CAPACITY);
  private kinds = new Uint16Array(FIRST_CAPACITY);
  private readonly abouts: unknown[] = [];
  private readonly kindList: HostKind[] = [];
  private readonly kindsOfHost = new Map<string, Map<CrossingKind<never>, number>>();
  private readonly spokenKinds = new Map<string, number>();

  /** `earlier`: crossings of earlier runs in the same world; marks count through all of them, so that one of theirs is known as such. */
  constructor(private readonly earlier: number) {}

  /** How many crossings all runs had so far. */
  get total(): number {
    return this.earlier + this.length;
  }

  /** Records a crossing; `frame`: of a PDU that came up, the frame that brought it. */
  add(host: string, { layer, direction, protocol, action, lengthBytes }: LayerCrossing, timeMs: number, frame: number | undefined): CrossingMark {
    const key = `${host} ${layer} ${direction} ${protocol}`;
    let kind = this.spokenKinds.get(key);
    if (kind === undefined) {
      kind = this.kindList.push({ host, layer, direction, protocol, textOf: (said) => (said as () => string)() }) - 1;
      this.spokenKinds.set(key, kind);
    }
    return this.put(kind, lengthBytes, typeof action === 'string' ? () => action : action, timeMs, frame);
  }

  /** The same for a crossing of a kind that is recorded again and again. */
  addPassed<About>(host: string, kind: CrossingKind<About>, lengthBytes: number, about: About, timeMs: number, frame: number | undefined): CrossingMark {
    return this.put(this.kindOf(host, kind), lengthBytes, about, timeMs, frame);
  }

  /** The PDU went down and left in this frame, unless it is known to have left in another. */
  sentIn(mark: CrossingMark, frame: number): void {
    const index = mark - this.earlier;
    if (index >= 0 && this.frames[index] === NO_FRAME) this.frames[index] = frame;
  }

  /** All of them, in the order of recording. */
  list(): readonly Crossing[] {
    return this.abouts.map((about, index): Crossing => {
      const kind = this.kindList[this.kinds[index] ?? 0];
      if (!kind) throw new RangeError(`There is no kind of the crossing ${index}.`);
      const frame = this.frames[index] ?? NO_FRAME;
      return {
        timeMs: this.times[index] ?? 0,
        host: kind.host,
        layer: kind.layer,
        direction: kind.direction,
        protocol: kind.protocol,
        action: kind.textOf(about),
        lengthBytes: this.lengths[index] ?? 0,
        ...(frame === NO_FRAME ? {} : { frame }),
      };
    });
  }

  private put(kind: number, lengthBytes: number, about: unknown, timeMs: number, frame: number | undefined): CrossingMark {
    const index = this.length++;
    if (index === this.times.length) this.grow();
    this.times[index] = timeMs;
    this.frames[index] = frame ?? NO_FRAME;
    this.lengths[index] = lengthBytes;
    this.kinds[index] = kind;
    this.abouts.push(about);
    return this.earlier + index;
  }

  private kindOf<About>(host: string, kind: CrossingKind<About>): number {
    let ofHost = this.kindsOfHost.get(host);
    if (!ofHost) this.kindsOfHost.set(host, ofHost = new Map<CrossingKind<never>, number>());
    const known = ofHost.get(kind);
    if (known !== undefined) return known;
    const { layer, direction, protocol, action } = kind;
    const made = this.kindList.push({ host, layer, direction, protocol, textOf: (about) => (typeof action === 'string' ? action : action(about as About)) }) - 1;
    ofHost.set(kind, made);
    return made;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    const wider = <Column extends { set(from: Column): void }>(column: Column, made: Column): Column => {
      made.set(column);
      return made;
    };
    this.times = wider(this.times, new Float64Array(capacity));
    this.frames = wider(this.frames, new Int32Array(capacity));
    this.lengths = wider(this.lengths, new Int32Array(capacity));
    this.kinds = wider(this.kinds, new Uint16Array(capacity));
  }
}
