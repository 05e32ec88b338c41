import type { PanelCommand, PanelEvent } from '../chat/protocol';
import type { KeptState } from './input/keptDraft';

export interface Bridge {
  readonly send: (command: PanelCommand) => void;
  onEvent(listener: (event: PanelEvent) => void): void;
  readonly kept: KeptState;
  keep(state: KeptState): void;
}

interface EditorApi {
  postMessage(message: PanelCommand): void;
  getState(): KeptState | undefined;
  setState(state: KeptState): void;
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
