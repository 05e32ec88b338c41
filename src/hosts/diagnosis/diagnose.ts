import type { EndpointSettings } from '../../settings/settings';
import { abortRung } from './abortRung';
import { answerRungs } from './answerRungs';
import type { DiagnosisFacts, DiagnosisRung } from './facts';
import { climb, type Climbed, type LadderWatch } from './ladder';
import { modelRungs } from './modelRungs';
import type { DiagnosisPorts } from './ports';
import { reachRungs } from './reachRungs';
import { speedRung } from './speedRung';
import { streamRung } from './streamRung';
import { windowRung } from './windowRung';

/** From the name to the first answer. With the start of a command line it stays below five seconds. */
const CONNECTION_MS = 3_600;

export interface DiagnosisSubject {
  /** The URL as the user wrote it. */
  readonly written: string;
  /** All else that is configured; its `url` is taken from `written`. */
  readonly endpoint: EndpointSettings;
}

/**
 * Looks at everything between this machine and a completion, in order, and says what it saw. A network that is out of
 * order is told within five seconds. Throws an AbortError when `signal` aborts.
 */
export function diagnose(
  subject: DiagnosisSubject,
  ports: DiagnosisPorts,
  watch: LadderWatch,
  signal: AbortSignal,
): Promise<Climbed<DiagnosisFacts>> {
  const rungs = [...connectionRungs(ports), ...completionRungs(ports)];
  return climb<DiagnosisFacts>(rungs, { facts: subject, clock: ports.clock, watch }, signal);
}

/** The first half, up to the login: what a wizard asks before it knows the model. */
export function diagnoseConnection(
  subject: DiagnosisSubject,
  ports: DiagnosisPorts,
  watch: LadderWatch,
  signal: AbortSignal,
): Promise<Climbed<DiagnosisFacts>> {
  return climb<DiagnosisFacts>(connectionRungs(ports), { facts: subject, clock: ports.clock, watch }, signal);
}

function connectionRungs(ports: DiagnosisPorts): readonly DiagnosisRung[] {
  const budget = { ms: CONNECTION_MS };
  return [...reachRungs(ports, budget), ...answerRungs(ports, budget)];
}

function completionRungs(ports: DiagnosisPorts): readonly DiagnosisRung[] {
  return [...modelRungs(ports), windowRung(ports), streamRung(ports), abortRung(ports), speedRung()];
}
