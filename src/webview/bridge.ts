import type { PanelCommand, PanelEvent } from '../chat/protocol';
import type { KeptState } from './input/keptDraft';
import type { KeptReading } from './reading';

/** What the page keeps over hiding and reloads. */
export type KeptPage = KeptState & KeptReading;

export interface Bridge {
  readonly send: (command: PanelCommand) => void;
  onEvent(listener: (event: PanelEvent) => void): void;
  readonly kept: KeptPage;
  keep(state: KeptPage): void;
}

interface EditorApi {
  postMessage(message: PanelCommand): void;
  getState(): KeptPage | undefined;
  setState(state: KeptPage): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The way to the extension and back. May be made once per page. */
export function createBridge(): Bridge {
  const api = acquireVsCodeApi();
  let kept = api.getState() ?? {};
  return {
    send: (command) => api.postMessage(command),
    onEvent: (listener) =>
      window.addEventListener('message', ({ data }: MessageEvent<PanelEvent>) => listener(data)),
    get kept() {
      return kept;
    },
    keep: (state) => {
      kept = { ...kept, ...state };
      api.setState(kept);
    },
  };
}
