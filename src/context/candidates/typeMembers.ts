import { t } from '../../common/l10n';
import type { Definition, DefinitionKind } from '../index/repositoryIndex';
import { eitherOf, type Candidate, type Surroundings } from './candidate';
import { identifiersOf } from './identifiers';

/** For each member of what stands before the dot at the cursor. */
const BEHIND_DOT_VALUE = 0.35;
/** For members of the types that the enclosing functions and types name in their headers. */
const HEADER_TYPE_VALUE = 0.08;
const MEMBER_TRUST = 0.8;
/** A type nobody could overlook among the candidates: more of them would drown the rest. */
const MOST_TYPES = 12;

const TYPES = new Set<DefinitionKind>(['class', 'interface', 'enum', 'type', 'module']);

interface ScenicType {
  readonly definition: Definition;
  readonly value: number;
  readonly reason: string;
}

/** Members of the type before the dot, and of the types around the cursor and what those are derived from. */
export function typeMembers(surroundings: Surroundings): Candidate[] {
  const { files, interest, scene } = surroundings;
  return scenicTypes(surroundings).flatMap(({ definition: type, value, reason }) =>
    files
      .definitions(type.path)
      .filter((member) => isMemberOf(member, type) && member.path !== scene.path)
      .map((member) => ({
        kind: 'definition',
        definition: member,
        value: eitherOf(value, MEMBER_TRUST * (interest.get(member.name) ?? 0)),
        reason,
      })),
  );
}

function isMemberOf(member: Definition, type: Definition): boolean {
  return member.container === (type.container === undefined ? type.name : `${type.container}.${type.name}`);
}

function scenicTypes(surroundings: Surroundings): ScenicType[] {
  const { scene } = surroundings;
  const types = new Map<Definition, ScenicType>();
  const add = (definition: Definition, value: number, reason: string): void => {
    const known = types.get(definition);
    if (known === undefined || known.value < value) types.set(definition, { definition, value, reason });
  };
  for (const type of typesBeforeDot(surroundings))
    add(type, BEHIND_DOT_VALUE, t('member of {0}, before the dot', type.name));
  for (const header of scene.headers) {
    for (const name of new Set(identifiersOf(header))) {
      for (const type of typesNamed(name, surroundings)) {
        add(type, HEADER_TYPE_VALUE, t('member of {0}, named in the enclosing code', name));
      }
    }
  }
  return [...types.values()].slice(0, MOST_TYPES).flatMap((type) => [type, ...inherited(type, surroundings)]);
}

/** What a type in reach is derived from, one step up: its members can be used through it. */
function inherited(type: ScenicType, surroundings: Surroundings): ScenicType[] {
  return type.definition.supertypes
    .flatMap((name) => surroundings.index.resolve(type.definition.path, name))
    .filter((definition) => TYPES.has(definition.kind) && definition.path !== surroundings.scene.path)
    .map((definition) => ({ ...type, definition, value: type.value / 2 }));
}

function typesNamed(name: string, { index, scene }: Surroundings): Definition[] {
  return index.resolve(scene.path, name).filter((definition) => TYPES.has(definition.kind));
}

function typesBeforeDot(surroundings: Surroundings): Definition[] {
  const { scene } = surroundings;
  if (scene.qualifier === undefined) return [];
  const itself = typesNamed(scene.qualifier, surroundings);
  if (itself.length > 0) return itself;
  if (scene.qualifier === 'this' || scene.qualifier === 'self' || scene.qualifier === 'super') {
    return scene.headers.flatMap(identifiersOf).flatMap((name) => typesNamed(name, surroundings));
  }
  return scene.qualifierTypes.flatMap((name) => typesNamed(name, surroundings));
}
