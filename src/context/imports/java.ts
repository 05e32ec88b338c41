import { directoryOf, joinPath } from '../index/indexPaths';
import { nearest } from './ancestors';
import type { ImportingFile, ProjectView, ResolveImport } from './projectView';

/** Package and class name to the file: in the importing file's own source root first, then in any other. */
export const resolveJava: ResolveImport = (file, { specifier, kind }, project) => {
  const parts = specifier.split('.');
  if (kind === 'all') {
    const directory = joinPath(sourceRoot(file), parts.join('/'));
    const inPackage = new Set(project.filesOfPackage(specifier));
    for (const path of project.hasDirectory(directory) ? project.filesIn(directory) : []) {
      if (path.endsWith('.java')) inPackage.add(path);
    }
    if (inPackage.size > 0) return [...inPackage];
  }
  // A nested class or a static member stands in the file of the class around it.
  for (let length = parts.length; length >= Math.max(1, parts.length - 2); length -= 1) {
    const path = classFile(parts.slice(0, length).join('/'), file, project);
    if (path !== undefined) return [path];
  }
  return [];
};

function classFile(path: string, file: ImportingFile, project: ProjectView): string | undefined {
  const own = joinPath(sourceRoot(file), `${path}.java`);
  if (project.hasFile(own)) return own;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const candidates = [...project.filesNamed(`${name}.java`), ...project.filesNamed(`${name}.kt`)].filter(
    (one) => `/${one.replace(/\.\w+$/, '')}`.endsWith(`/${path}`),
  );
  return nearest(candidates, file.path);
}

/** The folder the file's package path starts in. */
function sourceRoot({ path, packageName }: ImportingFile): string {
  const directory = directoryOf(path);
  const packagePath = packageName.replaceAll('.', '/');
  if (packagePath === '') return directory;
  return directory === packagePath
    ? ''
    : directory.endsWith(`/${packagePath}`)
      ? directory.slice(0, -packagePath.length - 1)
      : directory;
}
