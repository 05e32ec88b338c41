import { t } from '../common/l10n';
import type { NoCompletionReason } from '../completion/outcome';
import { sidesWords } from './callSite';
import { stepWords } from './explanationSteps';
import { failureWords } from './failureWords';
import { verdict, type Verdict } from './explanationVerdicts';
import type { AskedQuery } from './queryLog';
import { statusWords, type StatusFacts } from './statusWords';

/** What "Why no completion here?" is answered from. */
export interface ExplanationFacts {
  /** The document's path as people know it. */
  readonly path: string;
  /** From 0. */
  readonly line: number;
  readonly character: number;
  readonly query: AskedQuery | undefined;
  /** Why a query here and now would go no further. */
  readonly refusal: NoCompletionReason | undefined;
  /** The editor's own switch, `editor.inlineSuggest.enabled`. */
  readonly editorShowsGhostText: boolean;
  readonly status: StatusFacts;
  readonly now: Date;
}

/** The answer as a Markdown document: verdict, next step, the decisions one by one, and how the hosts are. */
export function explain(facts: ExplanationFacts): string {
  const { what, next } = verdictOn(facts);
  const { text, tooltip } = statusWords(facts.status);
  return [
    `# ${t('Why is there no completion here?')}`,
    `**${what}**`,
    next,
    ...decisions(facts),
    `## ${t('The host now')}`,
    [text.replace(/\$\([^)]*\)\s*/g, ''), ...tooltip].map((line) => `- ${line}`).join('\n'),
    '',
  ].join('\n\n');
}

function decisions({ path, query, now, ...here }: ExplanationFacts): string[] {
  const place = (line: number, character: number): string =>
    t('{0}, line {1}, column {2}', path, line + 1, character + 1);
  if (query === undefined) {
    return [t('Nothing was asked for in this file yet. The cursor: {0}.', place(here.line, here.character))];
  }
  const secondsAgo = Math.max(0, Math.round((now.getTime() - query.endedAt.getTime()) / 1000));
  const took = t('It took {0} ms and ended {1} s ago.', Math.round(query.tookMs), secondsAgo);
  const isHere = query.line === here.line && query.character === here.character;
  const steps = (query.outcome.trail ?? []).map(
    (step) => `- ${t('{0} ms: {1}', Math.round(step.atMs), stepWords(step))}`,
  );
  return [
    `## ${isHere ? t('The last query here, step by step') : t('The last query in this file, step by step')}`,
    `${place(query.line, query.character)}. ${took}`,
    steps.length === 0 ? t('It ended before anything was decided.') : steps.join('\n'),
  ];
}

function verdictOn({ query, refusal, editorShowsGhostText, status }: ExplanationFacts): Verdict {
  if (!editorShowsGhostText) {
    return {
      what: t('The editor shows no ghost text at all: its setting editor.inlineSuggest.enabled is off.'),
      next: t('Switch it on in the settings.'),
    };
  }
  if (refusal !== undefined && refusal !== 'not-here') return verdict(refusal);
  if (query === undefined) return verdict(refusal ?? 'not-asked');
  const { outcome } = query;
  switch (outcome.kind) {
    case 'failed': {
      const { cause, nextStep } = failureWords(outcome.error.facts);
      return {
        what: t('The host failed: {0}.', cause),
        next: [`${nextStep}.`, ...sidesWords(status.callSite)].join(' '),
      };
    }
    case 'none':
      return verdict(outcome.reason);
    case 'shown':
      return verdict(query.isOutdated ? 'outdated' : 'shown');
  }
}
