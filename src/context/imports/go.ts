import { directoryOf, joinPath } from '../index/indexPaths';
import { ancestorsOf } from './ancestors';
import type { ProjectView, ResolveImport } from './projectView';

/** Import paths under the module path of a go.mod in the workspace, and vendored packages. */
export const resolveGo: ResolveImport = (file, { specifier }, project) => {
  for (const config of modulesByDepth(project)) {
    const modulePath = project.config(config, modulePathOf);
    if (modulePath === undefined || !(specifier === modulePath || specifier.startsWith(`${modulePath}/`)))
      continue;
    const directory = joinPath(directoryOf(config), specifier.slice(modulePath.length + 1));
    const files = packageFiles(directory, project);
    if (files.length > 0) return files;
  }
  for (const directory of ancestorsOf(directoryOf(file.path))) {
    const files = packageFiles(joinPath(directory, `vendor/${specifier}`), project);
    if (files.length > 0) return files;
  }
  return [];
};

/** Inner modules first: their paths usually begin with the outer one's. */
function modulesByDepth(project: ProjectView): string[] {
  return [...project.configsNamed('go.mod')].sort((a, b) => b.length - a.length);
}

function modulePathOf(text: string): string | undefined {
  return /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1];
}

function packageFiles(directory: string, project: ProjectView): string[] {
  if (!project.hasDirectory(directory)) return [];
  return project.filesIn(directory).filter((path) => path.endsWith('.go') && !path.endsWith('_test.go'));
}
