import { directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf, nearest } from './ancestors';
import { asObject, asStrings } from './json';
import type { ImportingFile, ProjectView, ResolveImport } from './projectView';

/** Composer's PSR-4 folders, then any file whose path ends as the class's name does; `require` by path. */
export const resolvePhp: ResolveImport = (file, { specifier, kind }, project) => {
  if (kind === 'all') return requiredFile(specifier, file, project);
  for (const config of project.configsNamed('composer.json')) {
    for (const [prefix, folder] of project.config(config, autoloadFolders) ?? []) {
      if (!specifier.startsWith(prefix)) continue;
      const rest = specifier.slice(prefix.length).replaceAll('\\', '/');
      const path = normalizePath(`${directoryOf(config)}/${folder}/${rest}.php`);
      if (path !== undefined && project.hasFile(path)) return [path];
    }
  }
  const parts = specifier.split('\\');
  const candidates = project.filesNamed(`${parts.at(-1) ?? ''}.php`);
  // Namespaces usually mirror folders, but for the first parts.
  for (let from = 0; from < parts.length - 1; from += 1) {
    const tail = `/${parts.slice(from).join('/')}.php`;
    const path = nearest(
      candidates.filter((one) => `/${one}`.endsWith(tail)),
      file.path,
    );
    if (path !== undefined) return [path];
  }
  return project.filesOfPackage(specifier.slice(0, specifier.lastIndexOf('\\'))).slice(0, 50);
};

function autoloadFolders(text: string): [string, string][] {
  const manifest = asObject(JSON.parse(text));
  return ['autoload', 'autoload-dev'].flatMap((section) =>
    Object.entries(asObject(asObject(manifest[section])['psr-4'])).flatMap(([prefix, folders]) =>
      asStrings(folders).map((folder): [string, string] => [prefix, folder]),
    ),
  );
}

function requiredFile(specifier: string, file: ImportingFile, project: ProjectView): string[] {
  const relative = specifier.replace(/^\/+/, '');
  const path = ancestorsOf(directoryOf(file.path))
    .map((directory) => normalizePath(joinPath(directory, relative)))
    .find((one) => one !== undefined && project.hasFile(one));
  return path === undefined ? [] : [path];
}
