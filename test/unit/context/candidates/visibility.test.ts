import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/common/clock';
import { noGitHistory } from '../../../../src/context/gitHistory';
import { noLanguageHints } from '../../../../src/context/languageHints';
import { createRepositoryGatherer } from '../../../../src/context/repositoryGatherer';
import { createEstimatingCounter } from '../../../../src/prompt/estimateTokens';
import { sourceRepository, type SourceRepository } from '../../../support/sourceRepository';
import { targetAt } from '../../../support/targetAt';

/** Room for one of two structs. */
const SHARE_TOKENS = 36;
const counter = createEstimatingCounter();

const hidden = 'pub struct Alpha {\n    depth_limit: usize,\n}\n';
const visible = 'pub struct Omega {\n    pub depth_limit: usize,\n}\n';
const files = {
  'Cargo.toml': '[package]\nname = "tree"\n',
  'src/lib.rs': 'mod alpha;\nmod omega;\nmod walk;\n',
  'src/alpha.rs': hidden,
  'src/omega.rs': visible,
  'src/walk.rs': '',
  'src/alpha/inner.rs': '',
};

describe('what Rust hides', () => {
  let repository: SourceRepository;
  before(async () => {
    repository = await sourceRepository(files);
  });
  after(() => repository.remove());

  async function shownIn(path: string): Promise<string> {
    const gatherer = createRepositoryGatherer({
      index: repository.index,
      trail: { documentChanged: () => undefined, places: () => [] },
      history: noGitHistory,
      hints: noLanguageHints,
      clock: systemClock,
    });
    const items = await gatherer.gather(
      {
        target: targetAt('fn walk() {\n    let depth_limit = 1;\n    ', '\n}\n', path),
        openDocuments: [],
        shownPrefixChars: 1_000,
        shownSuffixChars: 1_000,
        counter,
        shareTokens: SHARE_TOKENS,
        tokensOf: ({ text }) => counter.count(text),
      },
      new AbortController().signal,
    );
    return items.map(({ text }) => text).join('');
  }

  it('gives way to what can be used from the file', async () => {
    const shown = await shownIn('src/walk.rs');
    assert.match(shown, /pub depth_limit/);
    assert.doesNotMatch(shown, /^ {4}depth_limit/m);
  });

  it('counts like anything else in the modules below', async () => {
    assert.match(await shownIn('src/alpha/inner.rs'), /^ {4}depth_limit/m);
  });
});
