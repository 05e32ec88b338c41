import { assertNever } from '../common/assertNever';
import { t } from '../common/l10n';
import { grouped } from '../common/grouped';
import type { TrailStep } from '../completion/decisionTrail';
import type { CompletionSource, NoCompletionReason } from '../completion/outcome';
import type { PostprocessRuleName } from '../completion/postprocess/postprocess';
import type { EndReason } from '../completion/stream/streamText';

/** One step of a query's decision trail as a sentence. */
export function stepWords(step: TrailStep): string {
  switch (step.kind) {
    case 'refused':
      return t('Turned down before anything was asked: {0}.', refusals()[step.reason] ?? step.reason);
    case 'found':
      return t('Found: {0}.', sources()[step.source]);
    case 'known-empty':
      return t('The model was asked here before and had nothing to say.');
    case 'joined':
      return t('Joined the request under way, which says what is being typed.');
    case 'paused':
      return t('Waited up to {0} ms for a pause in typing.', Math.round(step.waitMs));
    case 'no-host':
      return t('No host had a model ready.');
    case 'host':
      return t('Asked {0} on {1}, window {2} tokens.', step.model, step.endpoint, grouped(step.window));
    case 'said':
      return saidWords(step.chars, step.end);
    case 'cut':
      return step.isAll
        ? t('All of it was taken away: {0}.', cuts()[step.rule])
        : t('Something was taken away: {0}.', cuts()[step.rule]);
    case 'departed':
      return t('By then something else had been typed.');
    case 'unwanted':
      return t('Turned down: it was suggested here before, and typed over.');
    case 'redundant':
      return t('Turned down: it says no more than what stands behind the cursor already.');
    default:
      return assertNever(step);
  }
}

function saidWords(chars: number, end: EndReason | undefined): string {
  const count = grouped(chars);
  if (end === undefined) return t('It had said {0} characters so far.', count);
  return t('It had said {0} characters; {1}.', count, ends()[end]);
}

function refusals(): Readonly<Partial<Record<NoCompletionReason, string>>> {
  return {
    off: t('completion is switched off'),
    snoozed: t('completion is snoozed'),
    'language-off': t('completion is switched off for this language'),
    'secret-file': t('by its name this file holds secrets'),
    'ignored-file': t('an ignore file or files.exclude keeps this file out'),
    'not-here': t('the cursor stands in the middle of a word'),
    'further-cursors': t('there were several cursors'),
    selection: t('text was selected'),
  };
}

function sources(): Readonly<Record<CompletionSource, string>> {
  return {
    'typed-through': t('the completion on screen goes on with what was typed'),
    cache: t('an answer of before'),
    'in-flight': t('the request under way had said it'),
    'look-ahead': t('it was asked for ahead'),
    host: t("the host's answer"),
  };
}

function ends(): Readonly<Record<EndReason, string>> {
  return {
    stop: t('the model ended by itself'),
    length: t('the limit of tokens was reached'),
    'cut-off': t('the connection ended before the last word'),
    atSpecialToken: t('ended where the model wrote a special token as text'),
    atMask: t('ended where the model repeated the asterisks that stand for a secret'),
    atSuffixLine: t('ended at the line that stands below the cursor already'),
    atLoop: t('ended because it went round in circles'),
    atLineEnd: t('ended with the line'),
    atBlockEnd: t('ended with the block'),
    atLineLimit: t('ended at the limit of lines'),
  };
}

function cuts(): Readonly<Record<PostprocessRuleName, string>> {
  return {
    dropCutLine: t('its last line was not whole'),
    dropLoneSurrogates: t('a character of it was broken'),
    dropRepeatedLines: t('it repeats the lines above the cursor'),
    dropLicence: t('it is a licence text'),
    cutAtSuffix: t('it repeats what stands below the cursor'),
    cutAtLoneCloser: t('it closes a bracket that is not open'),
    trimEnd: t('blanks at its end'),
    dropNoise: t('nothing of substance was left'),
  };
}
