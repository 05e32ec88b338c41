import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/common/clock';
import { allCandidates } from '../../../../src/context/candidates/allCandidates';
import { readScene } from '../../../../src/context/candidates/cursorScene';
import { createKnownFiles } from '../../../../src/context/candidates/knownFiles';
import { noGitHistory } from '../../../../src/context/gitHistory';
import { sourceRepository, type SourceRepository } from '../../../support/sourceRepository';
import { targetAt } from '../../../support/targetAt';

const files = {
  'Cargo.toml': '[package]\nname = "tree"\n',
  'src/lib.rs': 'mod shape;\nmod walk;\n',
  'src/shape.rs':
    'pub struct Shape {\n    pub width: usize,\n}\npub struct Canvas;\nimpl Shape {\n    pub fn area(&self) -> usize {\n        self.width\n    }\n}\n',
  'src/walk.rs': 'use crate::shape::Shape;\n',
};

describe('names of a Rust crate', () => {
  let repository: SourceRepository;
  let values: ReadonlyMap<string, number>;
  before(async () => {
    repository = await sourceRepository(files);
    const { index } = repository;
    const target = targetAt('use crate::shape::Shape;\nfn walk() {\n    ', '\n}\n', 'src/walk.rs');
    const imports = index.importsOf(target.path);
    const candidates = allCandidates({
      scene: readScene(target, imports, { prefixChars: 1_000, suffixChars: 1_000 }),
      index,
      files: createKnownFiles(index, { clock: systemClock, diskMs: 60_000 }),
      openDocuments: [],
      trail: [],
      history: noGitHistory,
      hints: [],
      similar: [],
      interest: new Map([['Shape', 0.5]]),
    });
    values = new Map(
      candidates.flatMap((one) =>
        one.kind === 'definition' ? [[`${one.definition.kind} ${one.definition.name}`, one.value]] : [],
      ),
    );
  });
  after(() => repository.remove());

  function isWorthMore(better: string, other: string): void {
    const [more, less] = [values.get(better), values.get(other)];
    assert.ok(more !== undefined && less !== undefined && more > less, `${better} ${more}, ${other} ${less}`);
  }

  it('are likelier where no import is needed', () => {
    isWorthMore('method area', 'class Canvas');
    isWorthMore('field width', 'class Canvas');
  });

  it('are declared by types, not by their implementations', () => {
    isWorthMore('class Shape', 'implementation Shape');
    isWorthMore('method area', 'implementation Shape');
  });
});
