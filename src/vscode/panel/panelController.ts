import { parsePanelMessage } from '../../messages';
import type { HostMessage, PanelMessage, PanelStrings, ProbeKind, SwitchView } from '../../messages';
import type { ConditionSettings } from '../../model/conditions';
import { WirewalkError } from '../../model/wirewalkError';
import { limitDetail, limitState } from './panelLimits';
import type { ExportedFile, PanelModel } from './panelModel';

/** What to bring up: a step by its id, a view. */
export type PanelFocus = Omit<Extract<HostMessage, { type: 'show' }>, 'type'>;

/** What the controller needs from its surroundings. */
export interface PanelSurroundings {
  readonly language: string;
  readonly strings: PanelStrings;
  readonly switches: readonly SwitchView[];
  post(message: HostMessage): void;
  /** Asks where to and writes. Rejects where the file cannot be written. */
  save(file: ExportedFile): Promise<void>;
  probe(kind: ProbeKind): void;
  revealSource(): void;
  /** To the log, without addresses, header values or anything else that the panel shows. */
  log(message: string): void;
}

/**
 * The host's half of the stack panel: answers the panel's messages from a `PanelModel`. Holds the settings of the panel, so that
 * a page that reloads (or was hidden) gets the same state again.
 */
export class PanelController {
  private revision = 0;
  private isReady = false;
  private wanted: PanelFocus | undefined;

  constructor(
    private readonly surroundings: PanelSurroundings,
    private model: PanelModel | undefined,
    private settings: ConditionSettings = {},
  ) {}

  /** The settings that the panel shows: those that differ from the defaults. */
  get currentSettings(): ConditionSettings {
    return this.settings;
  }

  /** Explains another request, or none. */
  setModel(model: PanelModel | undefined, settings: ConditionSettings = {}): void {
    this.model = model;
    this.settings = settings;
    this.refresh();
  }

  /** Brings up a step or a view, as soon as there is a state. */
  show(wanted: PanelFocus): void {
    this.wanted = wanted;
    this.tellWanted();
  }

  /** Explains again: the model has something new to tell (a probe's result, say). */
  refresh(): void {
    if (!this.isReady) return;
    if (!this.model) this.surroundings.post({ type: 'empty' });
    else this.attempt('explain', () => this.postState(this.settings));
  }

  /** Takes anything that was posted; what is no message of ours is logged and dropped. */
  receive(raw: unknown): void {
    const parsed = parsePanelMessage(raw);
    if ('problem' in parsed) this.surroundings.log(parsed.problem);
    else this.handle(parsed.message);
  }

  private handle(message: PanelMessage): void {
    const { surroundings } = this;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        surroundings.post({
          type: 'initialise',
          language: surroundings.language,
          strings: surroundings.strings,
          switches: surroundings.switches,
        });
        this.refresh();
        return;
      case 'changeSettings':
        this.attempt('settings', () => this.postState(message.settings));
        return;
      case 'requestFrame':
        if (message.revision === this.revision) this.attempt('frame', () => this.postFrame(message.index));
        return;
      case 'export':
        this.attempt('export', () => this.export(message.format));
        return;
      case 'probe':
        surroundings.probe(message.kind);
        return;
      case 'revealSource':
        surroundings.revealSource();
        return;
      case 'report':
        surroundings.log(`panel: ${message.problem}`);
    }
  }

  private postState(settings: ConditionSettings): void {
    if (!this.model) return;
    const state = limitState(this.model.explain(settings));
    this.settings = state.settings;
    this.revision += 1;
    this.surroundings.post({ type: 'state', revision: this.revision, state });
    this.tellWanted();
  }

  private tellWanted(): void {
    if (!this.isReady || !this.wanted || this.revision === 0) return;
    this.surroundings.post({ type: 'show', ...this.wanted });
    this.wanted = undefined;
  }

  private postFrame(index: number): void {
    if (!this.model) return;
    this.surroundings.post({ type: 'frame', revision: this.revision, detail: limitDetail(this.model.frame(index)) });
  }

  private export(format: Parameters<PanelModel['export']>[0]): void {
    if (!this.model) return;
    this.surroundings.save(this.model.export(format)).catch((error: unknown) => this.fail('export', error));
  }

  private attempt(what: Extract<HostMessage, { type: 'failed' }>['what'], action: () => void): void {
    try {
      action();
    } catch (error) {
      this.fail(what, error);
    }
  }

  private fail(what: Extract<HostMessage, { type: 'failed' }>['what'], error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    // Typed errors are sentences for a person; anything else is our own mistake and says where in the log.
    const isOurs = error instanceof WirewalkError;
    if (!isOurs) this.surroundings.log(`${what}: ${error instanceof Error ? (error.stack ?? message) : message}`);
    this.surroundings.post({ type: 'failed', what, message: isOurs ? message : this.surroundings.strings.unexpectedError });
  }
}
