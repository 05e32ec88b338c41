import { baseName, directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf, nearest } from './ancestors';
import type { ResolveImport } from './projectView';

/** Languages without rules of their own: the file whose path ends as the import does, with the importer's extension. */
export const resolveByPath: ResolveImport = (file, { specifier }, project) => {
  const extension = /\.\w+$/.exec(file.path)?.[0] ?? '';
  const directory = directoryOf(file.path);
  for (const path of spellings(specifier, extension)) {
    const direct = ancestorsOf(directory)
      .map((one) => normalizePath(joinPath(one, path)))
      .find((one) => one !== undefined && one !== file.path && project.hasFile(one));
    if (direct !== undefined) return [direct];
    const tail = path.replace(/^(\.\.?\/)+/, '');
    const named = project
      .filesNamed(baseName(tail))
      .filter((one) => one !== file.path && `/${one}`.endsWith(`/${tail}`));
    const closest = nearest(named, file.path);
    if (closest !== undefined) return [closest];
  }
  return [];
};

/** As a path, with the extension, with dots for slashes, and by the last part alone. */
function spellings(specifier: string, extension: string): string[] {
  const path = specifier.replace(/^package:[^/]+\//, '').replaceAll('\\', '/');
  const dotted = path.replace(/::/g, '.').replaceAll('.', '/');
  const last = baseName(dotted);
  return [path, path + extension, dotted + extension, ...(last.length > 2 ? [last + extension] : [])];
}
