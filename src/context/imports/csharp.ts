import type { ResolveImport } from './projectView';

/** A `using` makes all files of the namespace visible; of `using static` and aliases the last name is a type. */
export const resolveCsharp: ResolveImport = (_file, parsed, project) => {
  const specifier = parsed.specifier.replace(/^global::/, '');
  const ofNamespace = project.filesOfPackage(specifier);
  if (ofNamespace.length > 0) return ofNamespace;
  const dot = specifier.lastIndexOf('.');
  if (dot === -1) return [];
  const typeName = specifier.slice(dot + 1);
  return project.filesOfPackage(specifier.slice(0, dot)).filter((path) => path.endsWith(`/${typeName}.cs`));
};
