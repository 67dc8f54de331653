import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { FrameDetail, HostMessage, PanelState, SwitchView } from '../../src/messages';
import type { ConditionSettings } from '../../src/model/conditions';
import type { Totals } from '../../src/model/explanation';
import { frameJourneys } from '../frameJourney';
import type { FrameJourney } from '../frameJourney';
import { listen, post, savedState, saveState } from '../host';
import { formatMs, formatWhole, setStrings, text } from '../localise';
import { parseSelection, VIEWS } from '../selection';
import type { Choice, Selection, View } from '../selection';
import { flattenSteps, stepOfFrame } from '../shownSteps';
import type { ShownStep } from '../shownSteps';
import { sharedStyles } from '../styles';
import { makeWalk } from '../walk';
import type { Stop } from '../walk';
import { panelLayout } from './panelLayout';
import type { StepList } from './stepList';

/** Views that are about steps, not frames: they take the room of the open frame too. */
const WIDE_VIEWS: ReadonlySet<View> = new Set(['timeline', 'comparison']);

/** The whole panel: holds the state that the extension sent and what is chosen in it. */
@customElement('wirewalk-panel')
export class PanelRoot extends LitElement {
  static override styles = [sharedStyles, panelLayout];

  @state() private switches: readonly SwitchView[] | undefined;
  @state() private shown: PanelState | undefined;
  @state() private isEmpty = false;
  @state() private failure = '';
  @state() private notice = '';
  @state() private announcement = '';
  @state() private selection: Selection = parseSelection(savedState());
  @state() private details: ReadonlyMap<number, FrameDetail> = new Map();
  private revision = 0;
  private steps: readonly ShownStep[] = [];
  private journeys: readonly FrameJourney[] = [];
  private walk: readonly Stop[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    // The words that stood there while the script was loading.
    this.replaceChildren();
    listen((message) => this.receive(message));
    this.addEventListener('ww-choose', (event) => this.choose((event as CustomEvent<Choice>).detail));
    this.addEventListener('ww-settings', (event) => post({ type: 'changeSettings', settings: (event as CustomEvent<ConditionSettings>).detail }));
    post({ type: 'ready' });
  }

  private receive(message: HostMessage): void {
    switch (message.type) {
      case 'initialise':
        setStrings(message.strings, message.language);
        this.switches = message.switches;
        return;
      case 'state':
        this.show(message.state, message.revision);
        return;
      case 'frame':
        if (message.revision === this.revision) this.details = new Map([...this.details, [message.detail.index, message.detail]]);
        return;
      case 'show': {
        if (message.view) this.selection = { ...this.selection, view: message.view };
        const step = message.step === undefined ? undefined : this.findFailure(message.step);
        if (step !== undefined) this.choose({ step });
        return;
      }
      case 'empty':
        this.isEmpty = true;
        this.shown = undefined;
        return;
      case 'failed':
        if (message.what === 'explain') {
          this.failure = message.message;
          this.shown = undefined;
        } else {
          this.notice = message.message;
          // Controls go back to what holds.
          this.requestUpdate();
        }
    }
  }

  private show(next: PanelState, revision: number): void {
    const chosen = this.selection.step === undefined ? undefined : this.steps[this.selection.step]?.step;
    const isFirst = this.shown === undefined;
    this.revision = revision;
    this.shown = next;
    this.isEmpty = false;
    this.failure = '';
    this.notice = '';
    this.details = new Map();
    this.steps = flattenSteps(next.explanation.steps);
    this.journeys = frameJourneys(next.explanation);
    this.walk = makeWalk(this.steps, next.explanation.frames);
    if (isFirst) this.restoreSelection();
    else this.choose({ step: chosen && this.findStep(chosen.id) });
    if (!isFirst) this.announcement = describeChange(next.explanation.totals, next.baseline);
    this.persist();
  }

  /** What was chosen before a reload, as far as it still exists. */
  private restoreSelection(): void {
    const { view, step, frame, layer } = this.selection;
    this.selection = { view };
    if (frame !== undefined && frame < this.journeys.length) this.choose({ step, frame, layer });
    else if (step !== undefined && step < this.steps.length) this.choose({ step });
  }

  /** Of several such steps the one that fails, else the first. */
  private findFailure(id: string): number | undefined {
    const failed = this.steps.findLastIndex(({ step }) => step.id === id && step.state === 'fails');
    return failed < 0 ? this.findStep(id) : failed;
  }

  private findStep(id: string): number | undefined {
    const found = this.steps.findIndex(({ step }) => step.id === id);
    return found < 0 ? undefined : found;
  }

  private choose({ step, frame, layer }: Choice): void {
    const { length } = this.journeys;
    const shownFrame = frame !== undefined && frame < length ? frame : step === undefined ? undefined : this.steps[step]?.step.frames.find((each) => each < length);
    const isOfChosenStep = frame !== undefined && this.selection.step !== undefined && this.steps[this.selection.step]?.step.frames.includes(frame);
    const found = frame === undefined ? -1 : stepOfFrame(this.steps, frame);
    const shownStep = step ?? (isOfChosenStep ? this.selection.step : found < 0 ? undefined : found);
    this.selection = {
      view: this.selection.view,
      ...(shownStep === undefined ? {} : { step: shownStep }),
      ...(shownFrame === undefined ? {} : { frame: shownFrame }),
      ...(layer === undefined ? {} : { layer }),
    };
    if (shownFrame !== undefined && !this.details.has(shownFrame)) post({ type: 'requestFrame', index: shownFrame, revision: this.revision });
    this.persist();
  }

  /** What brings the panel back after a reload. The extension masked the request's secrets before it sent it. */
  private persist(): void {
    if (!this.shown) return;
    saveState({ version: 1, request: this.shown.explanation.request, settings: this.shown.settings, selection: this.selection });
  }

  protected override render() {
    if (!this.switches || (!this.shown && !this.failure && !this.isEmpty)) {
      return html`<main class="message"><vscode-progress-ring></vscode-progress-ring>${this.switches ? html`<p>${text('loading')}</p>` : nothing}</main>`;
    }
    if (this.shown) return this.content(this.shown, this.switches);
    const [icon, title, body] = this.failure ? (['error', text('errorTitle'), this.failure] as const) : (['globe', text('emptyTitle'), text('emptyHint')] as const);
    return html`<main class="message" aria-label=${text('panel')}><ww-icon .name=${icon}></ww-icon><h1>${title}</h1><p class="foreign" role=${this.failure ? 'alert' : nothing}>${body}</p></main>`;
  }

  private content(state: PanelState, switches: readonly SwitchView[]) {
    const { explanation } = state;
    return html`<main aria-label=${text('panel')}>
      <header>
        <ww-summary .state=${state}></ww-summary>
        ${state.diagnosis ? html`<ww-diagnosis .diagnosis=${state.diagnosis}></ww-diagnosis>` : nothing}
        ${this.failing()}
        <ww-findings .findings=${explanation.findings}></ww-findings>
        <ww-what-if .switches=${switches} .settings=${state.settings} .refusal=${this.notice}></ww-what-if>
        ${this.notice
          ? html`<p class="notice" role="alert"><ww-icon name="warning"></ww-icon><span class="foreign">${this.notice}</span>
              <button class="icon-button" aria-label=${text('dismiss')} @click=${() => (this.notice = '')}><ww-icon name="close"></ww-icon></button></p>`
          : nothing}
        <span class="hidden-text" role="status">${this.announcement}</span>
      </header>
      <div class="body ${WIDE_VIEWS.has(this.selection.view) ? 'wide' : ''}">
        <section class="steps" aria-label=${text('steps')}>
          <div class="heading"><h2>${text('steps')}</h2>${this.folding()}</div>
          <ww-step-list .steps=${this.steps} .totalMs=${explanation.totals.totalMs} .chosen=${this.selection.step}></ww-step-list>
        </section>
        <section class="stage" aria-label=${text('views')}>${this.views(state)}</section>
        <section class="detail" aria-label=${text('frame')}>${this.frame(state)}</section>
      </div>
      <footer><ww-export></ww-export></footer>
    </main>`;
  }

  private folding() {
    if (this.steps.every(({ depth }) => depth === 0)) return nothing;
    const button = (fold: boolean) => html`<button class="icon-button" title=${text(fold ? 'hideParts' : 'showParts')} aria-label=${text(fold ? 'hideParts' : 'showParts')}
      @click=${() => this.renderRoot.querySelector<StepList>('ww-step-list')?.foldAll(fold)}><ww-icon .name=${fold ? 'collapse-all' : 'expand-all'}></ww-icon></button>`;
    return html`<span>${button(false)}${button(true)}</span>`;
  }

  /** What the request fails at, where it does; pressed, it chooses that step. */
  private failing() {
    const place = this.steps.findLastIndex(({ step, depth }) => depth === 0 && step.state === 'fails');
    const failed = this.steps[place]?.step;
    if (!failed) return nothing;
    return html`<button class="plain failing" @click=${() => this.choose({ step: place })}><ww-icon name="error"></ww-icon>
      <span><strong>${text('requestFails', failed.title)}</strong> <span class="foreign">${failed.reason}</span></span></button>`;
  }

  private views({ explanation, comparison }: PanelState) {
    const { selection, steps, journeys, walk } = this;
    return html`<vscode-panels activeid="tab-${selection.view}" aria-label=${text('views')} @change=${this.onTab}>
      ${VIEWS.map((view) => html`<vscode-panel-tab id="tab-${view}">${text(view)}</vscode-panel-tab>`)}
      <vscode-panel-view id="view-stack"><ww-stack .explanation=${explanation} .journeys=${journeys} .steps=${steps} .walk=${walk} .selection=${selection}></ww-stack></vscode-panel-view>
      <vscode-panel-view id="view-sequence"><ww-sequence .explanation=${explanation} .journeys=${journeys} .steps=${steps} .selection=${selection}></ww-sequence></vscode-panel-view>
      <vscode-panel-view id="view-timeline"><ww-timeline .steps=${steps} .totalMs=${explanation.totals.totalMs} .chosen=${selection.step}></ww-timeline></vscode-panel-view>
      <vscode-panel-view id="view-comparison"><ww-comparison .comparison=${comparison}></ww-comparison></vscode-panel-view>
    </vscode-panels>`;
  }

  private frame({ explanation }: PanelState) {
    const { frame, step, layer } = this.selection;
    const hint = frame === undefined && step !== undefined ? text('noFrameForStep') : '';
    return html`<ww-frame-view .frame=${frame === undefined ? undefined : explanation.frames[frame]} .detail=${frame === undefined ? undefined : this.details.get(frame)}
      .layer=${layer} .hint=${hint}></ww-frame-view>`;
  }

  private readonly onTab = (event: Event): void => {
    // The property: the toolkit writes its attribute later.
    const active = event.target instanceof HTMLElement && 'activeid' in event.target ? event.target.activeid : undefined;
    const view = VIEWS.find((each): each is View => active === `tab-${each}`);
    if (!view || view === this.selection.view) return;
    this.selection = { ...this.selection, view };
    this.persist();
  };
}

function describeChange(totals: Totals, baseline: Totals): string {
  const signed = (value: number, format: (value: number) => string) => (Math.abs(value) < 0.05 ? text('noDelta') : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`);
  return text(
    'deltaAnnouncement',
    signed(totals.roundTrips - baseline.roundTrips, formatWhole),
    signed(totals.totalMs - baseline.totalMs, (ms) => text('ms', formatMs(ms))),
    signed(totals.bytesSent + totals.bytesReceived - baseline.bytesSent - baseline.bytesReceived, formatWhole),
  );
}
