import type { Clock } from '../common/clock';
import type { ModelSession } from '../hosts/modelSession';
import type { DecisionTrail, TrailEvent, TrailStep } from './decisionTrail';
import type { Generation } from './generation';
import type { CompletionQuery } from './query';

/** Where the decisions on one query are noted. */
export interface TrailNotes {
  note(event: TrailEvent): void;
  readonly steps: DecisionTrail;
}

export function startTrail(clock: Clock): TrailNotes {
  const askedAt = clock.now();
  const steps: TrailStep[] = [];
  return {
    note: (event) => steps.push({ ...event, atMs: clock.now() - askedAt }),
    steps,
  };
}

/** A query on its way, with the notes on it. */
export interface TracedQuery extends CompletionQuery {
  readonly notes: TrailNotes;
}

export function noteHost(session: ModelSession | undefined, notes: TrailNotes): void {
  if (session === undefined) notes.note({ kind: 'no-host' });
  else {
    const { endpointName: endpoint, tag: model, window } = session;
    notes.note({ kind: 'host', endpoint, model, window });
  }
}

export function noteSaid(generation: Generation, rest: string | undefined, notes: TrailNotes): void {
  const { said, endReason: end, draft, ended } = generation;
  notes.note({ kind: 'said', chars: said.length, ...(end === undefined ? {} : { end }) });
  if (!ended) return;
  for (const rule of draft.cutBy) {
    notes.note({ kind: 'cut', rule, isAll: draft.text === '' && rule === draft.cutBy.at(-1) });
  }
  if (rest === undefined && draft.text !== '') notes.note({ kind: 'departed' });
}
