import { directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf, nearest } from './ancestors';
import { asObject, asStrings } from './json';
import type { ProjectView, ResolveImport } from './projectView';

const INCLUDE_FOLDERS = ['', 'include', 'inc', 'src', 'lib'];
const INCLUDE_FLAG = /(?:^|\s)(?:-I|-isystem|-iquote|\/I)\s*(?:"([^"]+)"|(\S+))/g;

/** `#include`: beside the file, in the folders that compile_commands.json names, in usual ones, anywhere by its path. */
export const resolveCpp: ResolveImport = (file, { specifier }, project) => {
  const path = specifier.replace(/^["<]|[">]$/g, '').replaceAll('\\', '/');
  const isQuoted = specifier.startsWith('"');
  const directories = [
    ...(isQuoted ? [directoryOf(file.path)] : []),
    ...includeDirectories(project),
    ...ancestorsOf(directoryOf(file.path)).flatMap((one) =>
      INCLUDE_FOLDERS.map((folder) => joinPath(one, folder)),
    ),
  ];
  const direct = directories
    .map((directory) => normalizePath(`${directory}/${path}`))
    .find((one) => one !== undefined && project.hasFile(one));
  if (direct !== undefined) return [direct];
  const tail = path.replace(/^(\.\.?\/)+/, '');
  const named = project
    .filesNamed(tail.slice(tail.lastIndexOf('/') + 1))
    .filter((one) => `/${one}`.endsWith(`/${tail}`));
  const closest = nearest(named, file.path);
  return closest === undefined ? [] : [closest];
};

interface CompileCommands {
  /** Include folders as written, with the folder they are relative to, each pair once. */
  readonly includes: readonly { readonly directory: string; readonly folder: string }[];
}

function includeDirectories(project: ProjectView): string[] {
  for (const config of project.configsNamed('compile_commands.json')) {
    const commands = project.config(config, parseCompileCommands);
    if (!commands) continue;
    return commands.includes.flatMap(({ directory, folder }) =>
      toIndexPath(directory, folder, directoryOf(config)),
    );
  }
  return [];
}

/**
 * compile_commands.json has absolute paths of the machine it was made on. The build folder it names is where it lies
 * itself, which tells where the rest is.
 */
function toIndexPath(directory: string, folder: string, buildFolder: string): string[] {
  if (!folder.startsWith('/') && !/^\w:/.test(folder))
    return [normalizePath(`${buildFolder}/${folder}`) ?? ''];
  const absoluteBuild = directory.replaceAll('\\', '/').replace(/\/$/, '');
  const rootOnDisk =
    buildFolder !== '' && absoluteBuild.endsWith(`/${buildFolder}`)
      ? absoluteBuild.slice(0, -buildFolder.length - 1)
      : absoluteBuild;
  const wanted = folder.replaceAll('\\', '/');
  if (wanted === rootOnDisk) return [''];
  return wanted.startsWith(`${rootOnDisk}/`) ? [wanted.slice(rootOnDisk.length + 1)] : [];
}

function parseCompileCommands(text: string): CompileCommands {
  const entries = JSON.parse(text) as unknown;
  const includes = new Map<string, { directory: string; folder: string }>();
  for (const entry of Array.isArray(entries) ? entries : []) {
    const { directory, command, arguments: args } = asObject(entry);
    if (typeof directory !== 'string') continue;
    const line = typeof command === 'string' ? command : asStrings(args).join(' ');
    for (const match of line.matchAll(INCLUDE_FLAG)) {
      const folder = match[1] ?? match[2] ?? '';
      includes.set(`${directory}\n${folder}`, { directory, folder });
    }
  }
  return { includes: [...includes.values()] };
}
