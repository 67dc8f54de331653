import type { LossDecision } from './link';

/** The frames that the path loses, counted from the client's link: `c2s:3` is the third that the client sends. */
export class LossPlan {
  private readonly fromClient = new Set<number>();
  private readonly toClient = new Set<number>();

  /** `plan` has the form that `path.lossFrames` accepts. */
  constructor(plan: string) {
    for (const item of plan.split(',').filter((each) => each !== '')) {
      const [direction, frame] = item.split(':');
      (direction === 'c2s' ? this.fromClient : this.toClient).add(Number(frame));
    }
  }

  /** Decisions for one run of frames from the client, and one to it. */
  decisions(): { readonly fromClient: LossDecision; readonly toClient: LossDecision } {
    const count = (lost: ReadonlySet<number>): LossDecision => {
      let frames = 0;
      return () => lost.has(++frames);
    };
    return { fromClient: count(this.fromClient), toClient: count(this.toClient) };
  }
}
