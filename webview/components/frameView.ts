import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FrameDetail, PduDetail } from '../../src/messages';
import type { ExplainedFrame } from '../../src/model/explanation';
import type { LayerNumber } from '../../src/model/layer';
import { formatMs, formatWhole, text } from '../localise';
import { choose } from '../selection';
import { bytesOfField, fieldAtByte, flattenFields, isInFrame } from '../shownFields';
import type { ByteRange, ShownField } from '../shownFields';
import { sharedStyles } from '../styles';

/** One frame opened: its PDUs inside each other, the fields of one, and the bytes; fields and bytes point at each other. */
@customElement('ww-frame-view')
export class FrameView extends LitElement {
  static override styles = [sharedStyles, css`
    :host { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
    .title { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; }
    h2 { margin-bottom: 2px; }
    .summary { flex-basis: 100%; line-height: 1.4; }
  `];

  @property({ attribute: false }) frame: ExplainedFrame | undefined;
  @property({ attribute: false }) detail: FrameDetail | undefined;
  @property({ type: Number }) layer: LayerNumber | undefined;
  /** Said where there is no frame. */
  @property() hint = '';
  @state() private pduIndex = 0;
  @state() private field: ShownField | undefined;
  @state() private byte: number | undefined;
  @state() private pointedAt: ByteRange | undefined;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const isOther = changed.has('detail') && (changed.get('detail') as FrameDetail | undefined) !== this.detail;
    if (!isOther && !changed.has('layer')) return;
    const pdus = this.detail?.pdus ?? [];
    const wanted = pdus.findLastIndex(({ layer }) => layer === this.layer);
    const isShownAlready = !isOther && pdus[this.pduIndex]?.layer === this.layer;
    if (!isShownAlready) this.open(wanted >= 0 ? wanted : Math.max(0, pdus.length - 1));
  }

  protected override render() {
    const { frame, detail } = this;
    if (!frame) return html`<h2>${text('frame')}</h2><p class="muted">${this.hint || text('noFrameChosen')}</p>`;
    const head = html`<div class="title"><h2>${text('frameTitle', frame.index + 1)}</h2>
      <span class="muted">${text('ms', formatMs(frame.timeMs))} · ${text('fromTo', frame.from, frame.to)} · ${text('bytes', formatWhole(frame.length))}${frame.lost ? html` · <strong>${text('lost')}</strong>` : nothing}</span>
      <span class="summary foreign">${frame.summary}</span></div>`;
    const pdu = detail?.pdus[this.pduIndex];
    if (!detail || !pdu) return html`${head}${detail ? nothing : html`<vscode-progress-ring aria-label=${text('loading')}></vscode-progress-ring>`}`;
    return html`${head}
      <ww-encapsulation .frame=${frame} .pdus=${detail.pdus} .inFrame=${detail.pdus.map((each) => isInFrame(each, detail.bytes))} .chosen=${this.pduIndex} @ww-pdu=${this.onPdu}></ww-encapsulation>
      <ww-field-tree .pdu=${pdu} .chosen=${this.field?.path} .pointed=${this.pointedField(pdu)} @ww-field=${this.onField} @ww-point-field=${this.onPointField}></ww-field-tree>
      ${this.bytes(detail, pdu)}`;
  }

  private bytes(detail: FrameDetail, pdu: PduDetail) {
    const inFrame = isInFrame(pdu, detail.bytes);
    const base = inFrame ? pdu.offset : 0;
    const shift = ({ start, end }: ByteRange): ByteRange => ({ start: start + base, end: end + base });
    const chosen = this.field && bytesOfField(this.field.field);
    return html`<ww-byte-grid
      .bytes=${inFrame ? detail.bytes : pdu.bytes} .totalBytes=${inFrame ? detail.bytes.length : pdu.length} .heading=${inFrame ? text('bytesOfFrame') : pdu.layer === 1 ? text('bytesOnLine') : text('bytesDecrypted', pdu.protocol)}
      .layer=${pdu.layer} .header=${shift({ start: 0, end: pdu.layer === 1 ? 0 : Math.min(pdu.headerLength, pdu.bytes.length) })}
      .chosen=${chosen && shift(chosen)} .pointed=${this.pointedAt && shift(this.pointedAt)} .active=${this.byte ?? (chosen ? chosen.start + base : base)}
      .fieldName=${this.field?.field.name ?? ''} @ww-byte=${(event: CustomEvent<number>) => this.onByte(event.detail, base)} @ww-point-byte=${(event: CustomEvent<number | null>) => this.onPointByte(event.detail, base)}
    ></ww-byte-grid>`;
  }

  private open(pduIndex: number): void {
    this.pduIndex = pduIndex;
    this.field = undefined;
    this.byte = undefined;
    this.pointedAt = undefined;
  }

  private readonly onPdu = (event: CustomEvent<number>): void => {
    this.open(event.detail);
    const layer = this.detail?.pdus[event.detail]?.layer;
    if (this.frame && layer) choose(this, { frame: this.frame.index, layer });
  };

  private readonly onField = (event: CustomEvent<ShownField>): void => {
    this.field = event.detail;
    this.byte = undefined;
  };

  private readonly onPointField = (event: CustomEvent<ShownField | null>): void => {
    this.pointedAt = event.detail ? bytesOfField(event.detail.field) : undefined;
  };

  /** Opens the field at a byte; where the byte belongs to another PDU of the frame, that PDU. */
  private onByte(byte: number, base: number): void {
    const { detail } = this;
    if (!detail) return;
    const current = detail.pdus[this.pduIndex];
    const isFrameShown = current !== undefined && isInFrame(current, detail.bytes);
    const owner = isFrameShown ? this.ownerOf(byte, detail) : this.pduIndex;
    const pdu = detail.pdus[owner];
    if (owner !== this.pduIndex && pdu) {
      this.open(owner);
      if (this.frame) choose(this, { frame: this.frame.index, layer: pdu.layer });
    }
    this.byte = byte;
    this.field = pdu && fieldAtByte(flattenFields(pdu.fields), byte - (isFrameShown ? pdu.offset : base));
  }

  /** The innermost PDU of the frame with a field at that byte, or the one that is open. */
  private ownerOf(byte: number, detail: FrameDetail): number {
    const found = detail.pdus.findLastIndex((pdu) => isInFrame(pdu, detail.bytes) && byte >= pdu.offset && fieldAtByte(flattenFields(pdu.fields), byte - pdu.offset));
    return found >= 0 ? found : this.pduIndex;
  }

  private onPointByte(byte: number | null, base: number): void {
    this.pointedAt = byte === null ? undefined : { start: byte - base, end: byte - base + 1 };
  }

  private pointedField(pdu: PduDetail): string | undefined {
    const { pointedAt } = this;
    return pointedAt && fieldAtByte(flattenFields(pdu.fields), pointedAt.start)?.path;
  }
}
