import type { HostMessage, PanelMessage } from '../src/messages';
import { parseHostMessage } from './hostMessages';

interface VsCodeApi {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

// May be asked for once only, and stays private to this module.
const api = acquireVsCodeApi();

/** Sends a message to the extension. */
export function post(message: PanelMessage): void {
  api.postMessage(message);
}

/** What the page saved before, as it was found: check it. */
export function savedState(): unknown {
  return api.getState();
}

export function saveState(state: unknown): void {
  api.setState(state);
}

/** Calls `listener` with every message of the host. What is none is dropped and reported, never shown. */
export function listen(listener: (message: HostMessage) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = parseHostMessage(data);
    if ('problem' in parsed) post({ type: 'report', problem: parsed.problem });
    else listener(parsed.message);
  });
}
