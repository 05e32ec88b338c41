import { t } from '../../common/l10n';
import type { Definition, DefinitionKind, ResolvedImport } from '../index/repositoryIndex';
import { popularity, unambiguity } from './popularity';
import { eitherOf, type Candidate, type DefinitionCandidate, type Surroundings } from './candidate';

/** An imported name that the visible code does not use is most likely used in what is missing. */
const UNUSED_IMPORT_VALUE = 0.9;
const NAMED_IMPORT_VALUE = 0.3;
/** What an import brings along without naming it: members of a named type, other things of the file. */
const MEMBER_VALUE = 0.05;
const REACHABLE_VALUE = 0.06;
const UNNAMED_VALUE = 0.02;
/** Share of the interest in a name that counts for a definition which is reached only through another one. */
const MEMBER_TRUST = 0.7;
const UNNAMED_TRUST = 0.4;

const TYPES = new Set<DefinitionKind>(['class', 'interface', 'enum', 'type', 'module', 'implementation']);

/** What the target's imports bring in: the named definitions first, then their members, then the rest of the files. */
export function importedNames(surroundings: Surroundings): Candidate[] {
  const { index, scene } = surroundings;
  const imports = index.importsOf(scene.path);
  const named = namedDefinitions(surroundings, imports);
  const reached = new Map<string, boolean>();
  for (const { kind, targets } of imports) {
    const all = kind === 'names' ? targets : withReexports(targets, surroundings);
    for (const target of all) reached.set(target, (reached.get(target) ?? false) || kind !== 'names');
  }
  for (const { definition } of named) if (!reached.has(definition.path)) reached.set(definition.path, false);
  reached.delete(scene.path);
  const namedPlaces = new Set(named.map(({ definition }) => placeOf(definition)));
  const namedTypes = new Set(
    named.filter(({ definition }) => TYPES.has(definition.kind)).map(({ definition }) => definition.name),
  );
  const rest = [...reached].flatMap(([path, asWhole]) =>
    surroundings.files
      .definitions(path)
      .filter((definition) => !namedPlaces.has(placeOf(definition)))
      .map((definition) => unnamed(definition, { surroundings, asWhole, namedTypes })),
  );
  return [...named, ...rest.filter(({ value }) => value > 0)];
}

/** An index file that hands on a hundred others need not bring them all. */
const MOST_REEXPORTED_FILES = 60;

/** The files, and those whose names they hand on. */
function withReexports(paths: readonly string[], { index }: Surroundings): string[] {
  const found = new Set(paths);
  for (const path of found) {
    if (found.size > MOST_REEXPORTED_FILES) break;
    const handedOn = index.importsOf(path).filter(({ kind }) => kind === 'reexport');
    for (const target of handedOn.flatMap(({ targets }) => targets)) found.add(target);
  }
  return [...found];
}

function placeOf({ path, name, startLine }: Definition): string {
  return `${path}:${startLine}:${name}`;
}

function namedDefinitions(
  surroundings: Surroundings,
  imports: readonly ResolvedImport[],
): DefinitionCandidate[] {
  const { index, scene, files, interest } = surroundings;
  return imports.flatMap(({ kind, names, targets }) => {
    if (kind === 'reexport') return [];
    return names.flatMap(({ name, local }) => {
      const used = scene.occurrences.has(local);
      const value = used ? eitherOf(NAMED_IMPORT_VALUE, interest.get(local) ?? 0) : UNUSED_IMPORT_VALUE;
      const reason = used ? t('imported here') : t('imported here and not used yet');
      const resolved = index.resolve(scene.path, local);
      // What is imported out of a type, as Java's static imports do, is looked up in the file.
      const meant =
        resolved.length > 0
          ? resolved
          : targets.flatMap((path) => files.definitions(path).filter((one) => one.name === name));
      return meant
        .filter(({ path }) => path !== scene.path)
        .map((definition): DefinitionCandidate => ({ kind: 'definition', definition, value, reason }));
    });
  });
}

interface Reach {
  readonly surroundings: Surroundings;
  /** Whether the import makes all of the file's names reachable. */
  readonly asWhole: boolean;
  readonly namedTypes: ReadonlySet<string>;
}

function unnamed(definition: Definition, { surroundings, asWhole, namedTypes }: Reach): DefinitionCandidate {
  const interest = surroundings.interest.get(definition.name) ?? 0;
  const likelihood = popularity(definition.name, surroundings.index);
  const clarity = unambiguity(definition.name, surroundings.index);
  const outermost = definition.container?.split('.')[0];
  const ofNamedType = outermost !== undefined && namedTypes.has(outermost);
  if (ofNamedType || (asWhole && definition.exported)) {
    const base = ofNamedType ? MEMBER_VALUE : REACHABLE_VALUE;
    const value = clarity * eitherOf(base + likelihood, MEMBER_TRUST * interest);
    return {
      kind: 'definition',
      definition,
      value,
      reason: ofNamedType ? t('member of an imported type') : t('in an imported module'),
    };
  }
  const value =
    clarity * eitherOf(definition.exported ? UNNAMED_VALUE + likelihood : 0, UNNAMED_TRUST * interest);
  return { kind: 'definition', definition, value, reason: t('beside what is imported here') };
}
