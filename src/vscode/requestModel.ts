import { explainFrame } from '../explain/explainFrame';
import { explanationJson } from '../export/json';
import { markdown } from '../export/markdown';
import { mermaid } from '../export/mermaid';
import { pcapng } from '../export/pcapng';
import type { ExportFormat, FrameDetail, PanelComparison, PanelDiagnosis, PanelState } from '../messages';
import { captureLink } from '../model/capturePoint';
import { changedConditions } from '../model/conditions';
import type { ConditionSettings } from '../model/conditions';
import type { Totals } from '../model/explanation';
import { maskRequest } from '../model/maskRequest';
import type { Request } from '../model/request';
import { InputError } from '../model/wirewalkError';
import type { ExportedFile, PanelModel } from './panel/panelModel';
import { physicalPdu } from './panel/physicalPdu';
import { explained } from './predictor';
import type { PredictedRun, Predictor } from './predictor';

const FILE_ENDINGS: Readonly<Record<ExportFormat, string>> = { pcapng: 'pcapng', markdown: 'md', json: 'json', mermaid: 'mmd' };

/** One request for the panel: predicted under whatever switches the panel sets, with a probe's result beside it. */
export class RequestModel implements PanelModel {
  readonly request: Request;
  private readonly baseline: Totals;
  private latest: PredictedRun;

  /**
   * `diagnosis`: the error message that it is explained for. `comparison` gives the latest probe of this request's host, laid beside the steps of the run. Throws `InputError` for a
   * request that cannot be predicted.
   */
  constructor(
    request: Request,
    private readonly predictor: Predictor,
    private readonly comparison: (run: PredictedRun) => PanelComparison | undefined,
    private readonly diagnosis?: PanelDiagnosis,
  ) {
    this.request = maskRequest(request);
    this.latest = this.predicted({});
    this.baseline = explained(this.latest, 'steps').totals;
  }

  explain(settings: ConditionSettings): PanelState {
    this.latest = this.predicted(settings);
    const comparison = this.comparison(this.latest);
    return {
      explanation: explained(this.latest, 'frames'),
      baseline: this.baseline,
      settings: changedConditions(this.latest.conditions),
      ...(this.diagnosis ? { diagnosis: this.diagnosis } : {}),
      ...(comparison ? { comparison } : {}),
    };
  }

  frame(index: number): FrameDetail {
    const { trace, conditions } = this.latest;
    const captured = captureLink(trace, conditions.observe)[index];
    if (!captured) throw new InputError(`There is no frame ${index + 1} on the ${conditions.observe} link.`);
    const { frame, bytes, pduBytes } = explainFrame(captured, index, trace.startMs);
    const physical = physicalPdu(bytes, trace);
    const captureable = frame.pdus.map((pdu, at) => ({ ...pdu, bytes: pduBytes[at] ?? new Uint8Array() }));
    return { index, bytes, pdus: physical ? [physical, ...captureable] : captureable };
  }

  export(format: ExportFormat): ExportedFile {
    const { host } = new URL(this.request.url);
    return { fileName: `${host.replace(/[^A-Za-z0-9.-]+/g, '-')}.${FILE_ENDINGS[format]}`, content: this.content(format) };
  }

  private content(format: ExportFormat): string | Uint8Array {
    switch (format) {
      case 'pcapng':
        return pcapng([this.latest.trace], { link: this.latest.conditions.observe });
      case 'markdown':
        return markdown(explained(this.latest, 'frames'));
      case 'json':
        return explanationJson(explained(this.latest, 'fields'));
      case 'mermaid':
        return mermaid(explained(this.latest, 'frames'));
    }
  }

  private predicted(settings: ConditionSettings): PredictedRun {
    const [run] = this.predictor.run(this.request, settings);
    if (!run) throw new InputError('The simulator did not run the request.');
    return run;
  }
}
