import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/common/clock';
import type { Candidate } from '../../../../src/context/candidates/candidate';
import { createKnownFiles } from '../../../../src/context/candidates/knownFiles';
import { chooseItems } from '../../../../src/context/choice/chooseItems';
import type { ContextItem } from '../../../../src/prompt/contextItem';
import { createEstimatingCounter } from '../../../../src/prompt/estimateTokens';
import { sourceRepository, type SourceRepository } from '../../../support/sourceRepository';

const constants = Array.from({ length: 200 }, (_, at) => `export const constant${at} = ${at};\n`).join('');

describe('the choice of items', () => {
  const counter = createEstimatingCounter();
  const tokensOf = ({ path, text }: ContextItem): number => counter.count(`#${path}\n${text}\n`);
  let repository: SourceRepository;
  before(async () => {
    repository = await sourceRepository({ 'src/constants.ts': constants });
  });
  after(() => repository.remove());

  async function chosen(budgetTokens: number): Promise<number> {
    const files = createKnownFiles(repository.index, { clock: systemClock, diskMs: 60_000 });
    const candidates = files
      .definitions('src/constants.ts')
      .map((definition): Candidate => ({ kind: 'definition', definition, value: 0.1, reason: 'here' }));
    const items = await chooseItems({
      candidates,
      files,
      budgetTokens,
      lineTokens: (line) => counter.count(`${line}\n`),
      tokensOf,
      shown: () => undefined,
    });
    return items.reduce((sum, item) => sum + tokensOf(item), 0);
  }

  for (const budget of [200, 500, 1_000]) {
    it(`leaves less than a definition's room of ${budget} tokens while there are candidates`, async () => {
      const tokens = await chosen(budget);
      assert.ok(tokens <= budget && tokens > budget - 60, `${tokens} of ${budget}`);
    });
  }
});
