import { eitherOf, type Candidate, type CandidateSource, type Surroundings } from './candidate';
import { gitNeighbours } from './gitNeighbours';
import { importedNames } from './importedNames';
import { languageServerHints } from './languageServer';
import { namesNearCursor } from './namesNearCursor';
import { neighbourFiles } from './neighbourFiles';
import { ownFarParts } from './ownFarParts';
import { packageNames } from './packageNames';
import { recentPlaces } from './recentPlaces';
import { siblings } from './siblings';
import { similarChunks } from './similarChunks';
import { testPair } from './testPair';
import { typeMembers } from './typeMembers';
import { visibleShare } from './visibility';

const sources: readonly CandidateSource[] = [
  importedNames,
  packageNames,
  namesNearCursor,
  typeMembers,
  languageServerHints,
  siblings,
  testPair,
  recentPlaces,
  gitNeighbours,
  similarChunks,
  neighbourFiles,
  ownFarParts,
];

/** What all sources find. Where several find the same, their chances add up and the strongest gives the reason. */
export function allCandidates(surroundings: Surroundings): Candidate[] {
  const merged = new Map<string, Candidate>();
  for (const source of sources) {
    for (const candidate of source(surroundings)) {
      const key = placeOf(candidate);
      const known = merged.get(key);
      merged.set(key, known === undefined ? candidate : combined(known, candidate));
    }
  }
  return Array.from(merged.values(), (candidate) => asSeen(candidate, surroundings.scene.path));
}

/** An implementation's header has the name of its type but declares nothing; it comes along with the members in it. */
const IMPLEMENTATION_SHARE = 0.1;

function asSeen(candidate: Candidate, path: string): Candidate {
  if (candidate.kind === 'lines') return candidate;
  const { definition } = candidate;
  const share =
    visibleShare(definition, path) * (definition.kind === 'implementation' ? IMPLEMENTATION_SHARE : 1);
  return share === 1 ? candidate : { ...candidate, value: share * candidate.value };
}

function placeOf(candidate: Candidate): string {
  if (candidate.kind === 'lines') return `${candidate.path}:${candidate.startLine}-${candidate.endLine}`;
  const { path, startLine, name } = candidate.definition;
  return `${path}:${startLine}:${name}`;
}

function combined(a: Candidate, b: Candidate): Candidate {
  return { ...(a.value >= b.value ? a : b), value: eitherOf(a.value, b.value) };
}
