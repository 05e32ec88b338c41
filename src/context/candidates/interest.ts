import { eitherOf } from './candidate';
import type { CursorScene } from './cursorScene';
import type { SimilarChunk } from './similarCode';

// Chances that a name occurs in the text to be written, measured with `npm run bench -- context` on a few repositories.

/** For a name at the cursor; it falls with the distance. */
const NEAR_CHANCE = 0.4;
/** For a name that occurs once somewhere in the target, and how much more often it is for each further time. */
const ELSEWHERE_CHANCE = 0.1;
const REPEATED_CHANCE = 0.03;
const MOST_ELSEWHERE_CHANCE = 0.3;
/** For a name in a chunk that has all the names around the cursor. */
const SIMILAR_CHANCE = 0.5;

/** How likely each name occurs in the text to be written, by the code around the cursor and by code like it. */
export function interestIn(scene: CursorScene, similar: readonly SimilarChunk[]): Map<string, number> {
  const interest = new Map<string, number>();
  const add = (name: string, chance: number): void => {
    interest.set(name, eitherOf(interest.get(name) ?? 0, chance));
  };
  for (const [name, count] of scene.occurrences) {
    add(name, Math.min(ELSEWHERE_CHANCE + REPEATED_CHANCE * (count - 1), MOST_ELSEWHERE_CHANCE));
  }
  for (const [name, nearness] of scene.near) add(name, NEAR_CHANCE * nearness);
  for (const chunk of similar) {
    for (const name of chunk.names) add(name, SIMILAR_CHANCE * chunk.similarity);
  }
  return interest;
}
