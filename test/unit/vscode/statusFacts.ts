import type { EndpointState } from '../../../src/hosts/endpointState';
import { TransportError, type TransportErrorKind } from '../../../src/transport/errors';
import type { FailedState, StatusFacts } from '../../../src/vscode/statusWords';

export const ready: Extract<EndpointState, { kind: 'ready' }> = {
  kind: 'ready',
  endpoint: 'gpu-box',
  model: 'deepseek-coder:6.7b-base',
  window: 16_384,
};

export function facts(over: Partial<StatusFacts> = {}): StatusFacts {
  return {
    endpoint: ready,
    failedOthers: [],
    endpointUrl: 'http://gpu-box:11434',
    callSite: { machine: 'desk', remote: undefined, side: 'remote', hasOtherSide: false },
    enabled: true,
    snoozedUntil: undefined,
    languageId: 'typescript',
    languageOff: false,
    keptBack: undefined,
    settingsProblems: [],
    settingsWarnings: [],
    lastLatencyMs: undefined,
    ...over,
  };
}

export function failedWith(kind: TransportErrorKind): FailedState {
  const error = new TransportError({
    kind,
    endpoint: 'http://gpu-box:11434',
    route: 'POST /api/generate',
    detail: 'what the host said',
  });
  return { kind: 'failed', endpoint: 'gpu-box', error };
}
