import { Emitter } from '../common/emitter';
import type { TargetText } from '../prompt/targetText';
import type { Acceptance } from './acceptance';
import type { Generation } from './generation';
import type { LookAhead } from './lookAhead';
import { nothing, type CompletionOutcome, type CompletionSource } from './outcome';
import type { Place } from './place';
import type { CompletionQuery } from './query';
import { Rejections } from './rejections';
import { ShownCompletion } from './shownCompletion';
import type { StatisticsEvent } from './statistics';
import { itemAt } from './suggestion';
import type { TracedQuery } from './trailNotes';

export interface ScreenParts {
  readonly lookAhead: Pick<LookAhead, 'schedule'>;
  readonly acceptance: Pick<Acceptance, 'note'>;
  /** As much of a text as the place of a query asks for. */
  limited(text: string | undefined, query: CompletionQuery): string | undefined;
  count(event: StatisticsEvent): void;
}

/** What the user sees: decides whether a text is shown, lets it grow, and learns from what becomes of it. */
export class Screen {
  private readonly shown = new ShownCompletion();
  private readonly rejections = new Rejections();
  private readonly grown = new Emitter<TargetText>();

  constructor(private readonly parts: ScreenParts) {}

  readonly onDidGrow = this.grown.event;

  /** See ShownCompletion. */
  rest(place: Place, longer: string | undefined): string | undefined {
    return this.shown.rest(place, longer);
  }

  /** Suggestions that are typed over are not offered again, and teach what to show, and when. */
  judge(target: TargetText): void {
    this.rejections.note(this.shown.current, target);
    const fate = this.shown.fate(target);
    if (fate === undefined) return;
    this.parts.acceptance.note(fate);
    this.parts.count({ kind: fate.kind });
    this.shown.clear();
  }

  show(text: string, { target, trigger, notes }: TracedQuery, source: CompletionSource): CompletionOutcome {
    notes.note({ kind: 'found', source });
    const item = itemAt(text, target);
    const isUnwanted = trigger === 'automatic' && this.rejections.has(target, text);
    if (item === undefined) notes.note({ kind: 'redundant' });
    else if (isUnwanted) notes.note({ kind: 'unwanted' });
    if (item === undefined || isUnwanted) return nothing('filtered');
    this.shown.set({ origin: target, text }, source === 'typed-through');
    this.parts.lookAhead.schedule(target, item);
    return { kind: 'shown', items: [item], source };
  }

  /** Shows what `generation` has said so far, and says so when it has ended and goes on from there. */
  showGrowing(
    text: string,
    query: TracedQuery,
    source: CompletionSource,
    generation: Generation,
  ): CompletionOutcome {
    const outcome = this.show(text, query, source);
    const { current } = this.shown;
    if (outcome.kind === 'shown' && !generation.ended) {
      void generation.over.then(() => {
        const longer = this.parts.limited(generation.restAt(query.target), query);
        if (this.shown.current === current && longer?.startsWith(text) && longer.length > text.length) {
          this.grown.fire(query.target);
        }
      });
    }
    return outcome;
  }
}
