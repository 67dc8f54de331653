import type { ExportFormat, FrameDetail, PanelState } from '../../messages';
import type { ConditionSettings } from '../../model/conditions';
import type { Request } from '../../model/request';

/** What the panel asks of the simulator for one request. Everything it returns has its secrets masked. */
export interface PanelModel {
  /** The request with its secrets masked: it is kept in the panel's saved state. */
  readonly request: Request;
  /**
   * Runs the request under the defaults with `settings` laid over them, and remembers that run for `frame` and `export`.
   * Throws a `WirewalkError` for a setting or a request that cannot be used.
   */
  explain(settings: ConditionSettings): PanelState;
  /** One frame of the latest run, by its index in `explanation.frames`. Throws a `WirewalkError` where there is none. */
  frame(index: number): FrameDetail;
  /** The latest run as a file. Throws a `WirewalkError` where it cannot be made. */
  export(format: ExportFormat): ExportedFile;
}

export interface ExportedFile {
  /** A name without a folder, "api.example.com.pcapng". */
  readonly fileName: string;
  readonly content: string | Uint8Array;
}
