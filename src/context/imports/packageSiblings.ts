import { directoryOf } from '../index/indexPaths';
import type { ImportingFile, ProjectView } from './projectView';
import { crateDirectory } from './rust';

// A crate or namespace with more files than this is not what a reader has in mind at once.
const MOST_SIBLINGS = 1_000;
/** Languages where the files of one folder see each other. */
const FOLDER_LANGUAGES = new Set(['kt', 'swift', 'scala', 'groovy']);

/** Other files whose names the file sees without an import. */
export function packageSiblings(file: ImportingFile, project: ProjectView): readonly string[] {
  return all(file, project)
    .filter((path) => path !== file.path)
    .slice(0, MOST_SIBLINGS);
}

function all(file: ImportingFile, project: ProjectView): readonly string[] {
  const { language, packageName, path } = file;
  if (language === 'go') return ofFolder(path, '.go', project);
  if (language === 'java')
    return packageName === '' ? ofFolder(path, '.java', project) : ofPackage('.java', packageName, project);
  if (language === 'php') return ofPackage('.php', packageName, project);
  if (language === 'csharp') {
    return outerNamespaces(packageName).flatMap((name) => ofPackage('.cs', name, project));
  }
  if (language === 'rust') return ofCrate(path, project);
  return FOLDER_LANGUAGES.has(language) ? ofFolder(path, `.${language}`, project) : [];
}

function ofFolder(path: string, extension: string, project: ProjectView): string[] {
  return project.filesIn(directoryOf(path)).filter((one) => one.endsWith(extension));
}

/** Packages of other languages may have the same name. */
function ofPackage(extension: string, packageName: string, project: ProjectView): string[] {
  return packageName === ''
    ? []
    : project.filesOfPackage(packageName).filter((one) => one.endsWith(extension));
}

/** `A.B.C` sees what is in `A.B` and in `A`. */
function outerNamespaces(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('.'));
}

function ofCrate(path: string, project: ProjectView): string[] {
  const root = crateDirectory(path, project);
  if (root === undefined) return [];
  const found: string[] = [];
  const walk = (directory: string): void => {
    const files = project.filesIn(directory);
    if (directory !== root && files.includes(`${directory}/Cargo.toml`)) return;
    found.push(...files.filter((one) => one.endsWith('.rs')));
    project.directoriesIn(directory).forEach(walk);
  };
  walk(root);
  return found;
}
