import { directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf, nearest } from './ancestors';
import type { ResolveImport } from './projectView';

const LOAD_FOLDERS = ['lib', 'app', 'spec', 'test', ''];

/** `require_relative` from the file, `require` from the load folders above it. */
export const resolveRuby: ResolveImport = (file, { specifier }, project) => {
  const path = specifier.endsWith('.rb') ? specifier : `${specifier}.rb`;
  const directory = directoryOf(file.path);
  const candidates = path.startsWith('.')
    ? [normalizePath(`${directory}/${path}`)]
    : ancestorsOf(directory).flatMap((one) =>
        LOAD_FOLDERS.map((folder) => joinPath(joinPath(one, folder), path)),
      );
  const direct = candidates.find((one) => one !== undefined && project.hasFile(one));
  if (direct !== undefined) return [direct];
  const tail = path.replace(/^(\.\.?\/)+/, '');
  const named = project
    .filesNamed(tail.slice(tail.lastIndexOf('/') + 1))
    .filter((one) => `/${one}`.endsWith(`/${tail}`));
  const closest = nearest(named, file.path);
  return closest === undefined ? [] : [closest];
};
