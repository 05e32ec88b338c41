import { t } from '../../common/l10n';
import type { IndexQueries } from '../index/repositoryIndex';
import { eitherOf, type Candidate, type Surroundings } from './candidate';

const SUBJECT_VALUE = 0.12;
const TEST_VALUE = 0.02;
const INTEREST_TRUST = 0.7;

/** What the test at the cursor tests, or the test of what is being written. */
export function testPair({ index, scene, files, interest }: Surroundings): Candidate[] {
  const isTest = isTestPath(scene.path);
  const other = (isTest ? subjectsOf(scene.path) : testsOf(scene.path)).find((path) =>
    isAnother(path, scene.path, index),
  );
  if (other === undefined) return [];
  return files.definitions(other).map((definition) => ({
    kind: 'definition',
    definition,
    value: eitherOf(
      isTest ? SUBJECT_VALUE : TEST_VALUE,
      INTEREST_TRUST * (interest.get(definition.name) ?? 0),
    ),
    reason: isTest ? t('tested here') : t('tests this file'),
  }));
}

function isAnother(path: string, own: string, index: IndexQueries): boolean {
  return path !== own && index.file(path) !== undefined;
}

const TEST_NAME = /(?:^|\/)(?:test_[^/]+|[^/]+(?:[._-](?:test|spec)|_test|Tests?|Spec)\.\w+)$/;

export function isTestPath(path: string): boolean {
  return TEST_NAME.test(path);
}

interface NamedFile {
  readonly folder: string;
  readonly stem: string;
  readonly extension: string;
}

function nameOf(path: string): NamedFile {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  const end = dot > slash ? dot : path.length;
  return { folder: path.slice(0, slash + 1), stem: path.slice(slash + 1, end), extension: path.slice(end) };
}

/** Where the subject of a test usually lies, by the customs of the languages. */
function subjectsOf(path: string): string[] {
  const { folder, stem, extension } = nameOf(path);
  const subject = stem.replace(/^test_/, '').replace(/[._-](?:test|spec)$|_test$|Tests?$|Spec$/, '');
  return subjectFolders(folder).map((place) => `${place}${subject}${extension}`);
}

function subjectFolders(folder: string): string[] {
  const up = folder.replace(/(?:__tests__|tests?|spec)\/$/, '');
  const mirrored = folder.replace(/(^|\/)(?:tests?|spec)\/(?:unit\/)?/, '$1src/');
  const withoutTests = folder.replace(/(^|\/)(?:tests?|spec)\//, '$1');
  const main = folder.replace('/test/', '/main/');
  return [folder, up, mirrored, withoutTests, main, `${up}src/`, `${up}lib/`];
}

function testsOf(path: string): string[] {
  const { folder, stem, extension } = nameOf(path);
  const names = [
    `${stem}.test`,
    `${stem}.spec`,
    `${stem}_test`,
    `test_${stem}`,
    `${stem}Test`,
    `${stem}Tests`,
  ];
  const folders = [
    folder,
    `${folder}__tests__/`,
    `${folder}tests/`,
    folder.replace(/(^|\/)(?:src|lib)\//, '$1test/'),
    folder.replace(/(^|\/)(?:src|lib)\//, '$1tests/'),
    folder.replace(/(^|\/)src\//, '$1test/unit/'),
    folder.replace('/main/', '/test/'),
    'tests/',
    'test/',
  ];
  return folders.flatMap((place) => names.map((name) => `${place}${name}${extension}`));
}
