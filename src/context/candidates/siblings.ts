import { t } from '../../common/l10n';
import type { Definition } from '../index/repositoryIndex';
import type { Candidate, Surroundings } from './candidate';
import { identifiersOf } from './identifiers';
import { areKin } from './languageKin';

/** How another class does the same is a good example of how this one will. */
const SAME_METHOD_VALUE = 0.25;
const SIBLING_TYPE_VALUE = 0.06;
const MOST_SIBLINGS = 4;
/** Names that every type has are no sign of kinship. */
const MOST_NAMESAKES = 12;
const MOST_LINES = 60;

/** Other implementations of the enclosing function, and other types derived from the same ones. */
export function siblings(surroundings: Surroundings): Candidate[] {
  const { files, scene } = surroundings;
  const around = files
    .definitions(scene.path)
    .filter(({ startLine, endLine }) => startLine <= scene.cursorLine && endLine >= scene.cursorLine);
  const own = around.filter(({ kind }) => kind === 'method' || kind === 'function');
  const types = around.filter(({ supertypes }) => supertypes.length > 0);
  return [
    ...own.flatMap((definition) => sameMethod(definition, surroundings)),
    ...types.flatMap((definition) => siblingTypes(definition, surroundings)),
  ];
}

function sameMethod(own: Definition, surroundings: Surroundings): Candidate[] {
  const { index, scene } = surroundings;
  if (index.definitionCount(own.name) > MOST_NAMESAKES) return [];
  return nearestFirst(index.definitionsOf(own.name), surroundings)
    .filter(({ startLine, endLine }) => endLine - startLine < MOST_LINES && endLine > startLine)
    .slice(0, MOST_SIBLINGS)
    .map(({ path, startLine, endLine }) => ({
      kind: 'lines',
      path,
      startLine,
      endLine,
      value: SAME_METHOD_VALUE * closeness(path, scene.path),
      reason: t('another {0}', own.name),
    }));
}

function siblingTypes(own: Definition, surroundings: Surroundings): Candidate[] {
  const { index, scene } = surroundings;
  return own.supertypes.flatMap((supertype) =>
    nearestFirst(index.subtypesOf(supertype), surroundings)
      .slice(0, MOST_SIBLINGS)
      .map((definition) => ({
        kind: 'definition',
        definition,
        value: SIBLING_TYPE_VALUE * closeness(definition.path, scene.path),
        reason: t('also derived from {0}', supertype),
      })),
  );
}

function nearestFirst(definitions: readonly Definition[], { index, scene }: Surroundings): Definition[] {
  const language = index.file(scene.path)?.language ?? scene.languageId;
  return definitions
    .filter(({ path }) => path !== scene.path && areKin(index.file(path)?.language ?? '', language))
    .sort(
      (a, b) => closeness(b.path, scene.path) - closeness(a.path, scene.path) || (a.path < b.path ? -1 : 1),
    );
}

/** 1 in the same folder with the same kind of name, less the more folders lie between. */
function closeness(path: string, other: string): number {
  const a = path.split('/');
  const b = other.split('/');
  let common = 0;
  while (common < Math.min(a.length, b.length) - 1 && a[common] === b[common]) common += 1;
  const between = a.length + b.length - 2 - 2 * common;
  const sameSuffix = lastWord(path) === lastWord(other);
  return (sameSuffix ? 1 : 0.8) / (1 + 0.3 * between);
}

/** The kind that a file's name ends with: "Controller" of `UserController.ts`, "test" of `user.test.ts`. */
function lastWord(path: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return (
    identifiersOf(stem.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' '))
      .at(-1)
      ?.toLowerCase() ?? ''
  );
}
