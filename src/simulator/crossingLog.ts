import type { Crossing } from '../model/trace';
import type { CrossingMark, LayerCrossing } from '../stack/services';

/** No frame is known for a crossing. */
const NO_FRAME = -1;
const FIRST_CAPACITY = 256;
/** Below the transport layer texts say the same of frame after frame, so each is kept once; above, they tell of what is in one. */
const HIGHEST_REPEATING_LAYER = 3;

interface Mark extends CrossingMark {
  /** Of the run in which it was recorded. */
  readonly log: CrossingLog;
  readonly index: number;
}

/** What all crossings of one kind share. */
type Kind = Pick<Crossing, 'host' | 'layer' | 'direction' | 'protocol'>;

/**
 * Every crossing of a run. A long response makes hundreds of thousands, so that they stand in columns of numbers and what repeats is kept
 * once; objects are made when someone looks.
 */
export class CrossingLog {
  private length = 0;
  private times = new Float64Array(FIRST_CAPACITY);
  private frames = new Int32Array(FIRST_CAPACITY);
  private lengths = new Int32Array(FIRST_CAPACITY);
  private kinds = new Uint16Array(FIRST_CAPACITY);
  private readonly actions: (string | (() => string))[] = [];
  private readonly texts = new Map<string, string>();
  private readonly kindList: Kind[] = [];
  private readonly kindIndex = new Map<string, Map<string, number[]>>();

  /** Records a crossing; `frame`: of a PDU that came up, the frame that brought it. */
  add(host: string, { layer, direction, protocol, action, lengthBytes }: LayerCrossing, timeMs: number, frame: number | undefined): CrossingMark {
    const index = this.length++;
    if (index === this.times.length) this.grow();
    this.times[index] = timeMs;
    this.frames[index] = frame ?? NO_FRAME;
    this.lengths[index] = lengthBytes;
    this.kinds[index] = this.kindOf(host, layer, direction, protocol);
    this.actions.push(this.kept(layer, action));
    const mark: Mark = { layer, log: this, index };
    return mark;
  }

  /** The PDU went down and left in this frame, unless it is known to have left in another. */
  sentIn(mark: CrossingMark, frame: number): void {
    const { log, index } = mark as Mark;
    if (log === this && this.frames[index] === NO_FRAME) this.frames[index] = frame;
  }

  /** All of them, in the order of recording. */
  list(): readonly Crossing[] {
    return this.actions.map((action, index): Crossing => {
      const { host, layer, direction, protocol } = this.kindList[this.kinds[index] ?? 0] ?? { host: '', layer: 1, direction: 'up', protocol: '' };
      const frame = this.frames[index] ?? NO_FRAME;
      return {
        timeMs: this.times[index] ?? 0,
        host,
        layer,
        direction,
        protocol,
        action: typeof action === 'string' ? action : action(),
        lengthBytes: this.lengths[index] ?? 0,
        ...(frame === NO_FRAME ? {} : { frame }),
      };
    });
  }

  private kept(layer: number, action: LayerCrossing['action']): string | (() => string) {
    if (typeof action !== 'string' && layer > HIGHEST_REPEATING_LAYER) return action;
    const text = typeof action === 'string' ? action : action();
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }

  private kindOf(host: string, layer: Crossing['layer'], direction: Crossing['direction'], protocol: string): number {
    // Found by looking alone: making a key of text for each crossing costs more than all else here.
    let ofHost = this.kindIndex.get(host);
    if (!ofHost) this.kindIndex.set(host, ofHost = new Map<string, number[]>());
    let ofProtocol = ofHost.get(protocol);
    if (!ofProtocol) ofHost.set(protocol, ofProtocol = []);
    const place = layer * 2 + (direction === 'up' ? 1 : 0);
    const known = ofProtocol[place];
    if (known !== undefined) return known;
    this.kindList.push({ host, layer, direction, protocol });
    return ofProtocol[place] = this.kindList.length - 1;
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
