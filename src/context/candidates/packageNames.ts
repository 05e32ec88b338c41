import { t } from '../../common/l10n';
import type { DefinitionKind } from '../index/repositoryIndex';
import { popularity, unambiguity } from './popularity';
import { eitherOf, type Candidate, type Surroundings } from './candidate';

/** Chance that a definition of the same package is used, when nothing else is known of it. */
const PRIOR: Readonly<Record<DefinitionKind, number>> = {
  function: 0.03,
  method: 0.012,
  constructor: 0.01,
  field: 0.008,
  class: 0.04,
  interface: 0.04,
  enum: 0.03,
  enumMember: 0.008,
  type: 0.04,
  constant: 0.02,
  variable: 0.02,
  macro: 0.04,
  module: 0.005,
  implementation: 0,
};
/**
 * Fields and methods of other modules are reached through values; everything else Rust's files have to import first, so
 * that what no import names is seldom used.
 */
const RUST_PRIOR: typeof PRIOR = {
  ...PRIOR,
  function: 0.01,
  field: 0.012,
  class: 0.01,
  interface: 0.01,
  enum: 0.01,
  enumMember: 0.006,
  type: 0.004,
  constant: 0.005,
  variable: 0.005,
  macro: 0.01,
  module: 0.002,
};
/** A name of the package that the code uses may still be one of a library. */
const TRUST = 0.7;
/** Larger packages are looked at only as far as files are likely to matter. */
const MOST_FILES = 400;

/** What files of the same package define: visible without an import in Go, Java, C# and within a Rust crate. */
export function packageNames({ index, scene, files, interest }: Surroundings): Candidate[] {
  const prior = index.file(scene.path)?.language === 'rust' ? RUST_PRIOR : PRIOR;
  return index
    .packageSiblings(scene.path)
    .slice(0, MOST_FILES)
    .flatMap((path) => files.definitions(path))
    .filter(({ kind }) => kind !== 'implementation')
    .map((definition) => ({
      kind: 'definition',
      definition,
      value:
        unambiguity(definition.name, index) *
        eitherOf(
          prior[definition.kind] + popularity(definition.name, index),
          TRUST * (interest.get(definition.name) ?? 0),
        ),
      reason: t('of the same package'),
    }));
}
