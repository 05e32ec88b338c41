import { t } from '../common/l10n';
import type { NoCompletionReason } from '../completion/outcome';

/** Why there is no completion, and what to do next. */
export interface Verdict {
  readonly what: string;
  readonly next: string;
}

type Refusal =
  | 'off'
  | 'snoozed'
  | 'language-off'
  | 'secret-file'
  | 'ignored-file'
  | 'not-here'
  | 'further-cursors'
  | 'selection';
type End = Exclude<NoCompletionReason, Refusal> | 'not-asked' | 'outdated' | 'shown';

export function verdict(reason: Refusal | End): Verdict {
  return { ...refusals(), ...ends() }[reason];
}

function refusals(): Readonly<Record<Refusal, Verdict>> {
  return {
    off: {
      what: t('Completion is switched off.'),
      next: t('Switch it on with "Fillwright: Turn Completion On or Off". ') + ask(),
    },
    snoozed: {
      what: t('Completion is snoozed.'),
      next: t('Wait, or end the snooze in the menu behind the status item.'),
    },
    'language-off': {
      what: t('Completion is switched off for the language of this file.'),
      next: t('Switch it on in the menu behind the status item, or in fillwright.completion.languages.'),
    },
    'secret-file': {
      what: t('By its name this file holds secrets, so nothing of it is sent to a host.'),
      next: t('Nothing to do: that is meant so. Give the file another name if it holds none.'),
    },
    'ignored-file': {
      what: t('An ignore file or files.exclude keeps this file out, so nothing of it is sent to a host.'),
      next: t(
        'Nothing to do: that is meant so. Else take it out of .gitignore, .fillwrightignore or files.exclude.',
      ),
    },
    'not-here': {
      what: t('The cursor stands in the middle of a word: somebody mends it, and nothing is suggested.'),
      next: t('Put the cursor behind the word. ') + ask(),
    },
    'further-cursors': {
      what: t('There were several cursors: what is suggested for one seldom fits the others.'),
      next: t('Go on with one cursor. ') + ask(),
    },
    selection: {
      what: t('Text was selected, and nothing is suggested over it.'),
      next: t('Put the cursor where the text is to go on. ') + ask(),
    },
  };
}

function ends(): Readonly<Record<End, Verdict>> {
  return {
    superseded: {
      what: t('A newer query took over before there was an answer.'),
      next: pause(),
    },
    cancelled: {
      what: t(
        'The editor dropped the query before there was an answer: a key was pressed or the cursor moved.',
      ),
      next: pause(),
    },
    'no-model': {
      what: t('No host had a model ready.'),
      next: t('Below stands how the host is now, and what to do about it.'),
    },
    loading: {
      what: t('The host was loading the model.'),
      next: t('Wait until the status item says that it is ready.'),
    },
    empty: {
      what: t('The model had nothing to say at this place.'),
      next: t('Type on, or move to where something is missing. ') + ask(),
    },
    filtered: {
      what: t('What the model said was not worth showing.'),
      next: t('Below stands which rule turned it down. ') + ask(),
    },
    fault: {
      what: t('Something broke in Fillwright itself.'),
      next: t('The log has what it was ("Fillwright: Show the Log"). Please report it.'),
    },
    'not-asked': {
      what: t('The editor has not asked for a completion here.'),
      next: t('Type something. ') + ask(),
    },
    outdated: {
      what: t('There was a completion, but the text had changed by then.'),
      next: pause(),
    },
    shown: {
      what: t('There was a completion, and the editor was given it.'),
      next: t(
        'The editor hides ghost text while its list of suggestions is open on another item, and where another extension was quicker. Press Escape, and type on.',
      ),
    },
  };
}

function pause(): string {
  return t('Pause for a moment. If that never helps, the host is too slow: see its times below.');
}

function ask(): string {
  return t('Ask for one all the same with "Fillwright: Suggest a Completion Here".');
}
