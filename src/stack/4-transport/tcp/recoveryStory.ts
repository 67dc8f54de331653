import type { StepTag } from '../../payload';
import type { HostServices, OpenStep } from '../../services';

/** Says in the trace what was sent again, and what showed that it had to be. */
export class RecoveryStory {
  private step: OpenStep | undefined;
  private reasons: string[] = [];
  private sent = 0;

  constructor(private readonly host: HostServices) {}

  /** The step of the trace that retransmissions belong to. */
  get tag(): StepTag | undefined {
    return this.step?.tag;
  }

  /** `reason`: one sentence that says which state decided. */
  begin(reason: string): void {
    this.step ??= this.host.trace.openStep({ id: 'tcp.retransmission', title: 'Send again what was not acknowledged', layers: [4], spec: ['RFC 6298 §5', 'RFC 8985 §6', 'RFC 8985 §7'] });
    if (!this.reasons.includes(reason)) this.reasons.push(reason);
  }

  sentAgain(): void {
    this.sent++;
  }

  /** Everything that was on the way then is acknowledged. `outcome`: one sentence. */
  end(outcome: string): void {
    this.step?.happens(`${this.reasons.join(' ')} ${this.sent === 1 ? 'One segment was' : `${this.sent} segments were`} sent again. ${outcome}`);
    this.forget();
  }

  stop(): void {
    this.step?.fails(`${this.reasons.join(' ')} The connection ended before that was acknowledged; an acknowledgment would have ended the repetition.`);
    this.forget();
  }

  private forget(): void {
    this.step = undefined;
    this.reasons = [];
    this.sent = 0;
  }
}
