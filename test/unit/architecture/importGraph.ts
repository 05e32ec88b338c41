import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../../../tools/root';

/** A file of src/, by its path from there without the extension, with what it imports. */
export interface SourceFile {
  readonly name: string;
  /** Files of src/ by the same names, `import type` included. */
  readonly local: readonly string[];
  /** Packages, Node's built-ins and the editor, as written. */
  readonly outside: readonly string[];
  readonly text: string;
}

export function readSources(): readonly SourceFile[] {
  const top = fromRoot('src');
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file))
    .sort()
    .map((file) => readSource(file, readFileSync(path.join(top, file), 'utf8')));
}

function readSource(file: string, text: string): SourceFile {
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^'";]*?from '([^']+)';|\bimport\('([^']+)'\)/gm),
  ].map(([, fixed, dynamic]) => fixed ?? dynamic ?? '');
  const folder = path.posix.dirname(file);
  const isLocal = (specifier: string): boolean => specifier.startsWith('.');
  return {
    name: file.replace(/\.tsx?$/, ''),
    local: specifiers.filter(isLocal).map((specifier) => path.posix.join(folder, specifier)),
    outside: specifiers.filter((specifier) => !isLocal(specifier)),
    text,
  };
}

/** The folder below src/ that decides what a file may import; '' for the composition root. */
export function layerOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
}

/** One chain of imports that leads back to its start, or undefined. */
export function findCycle(sources: readonly SourceFile[]): readonly string[] | undefined {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const finished = new Set<string>();
  const visit = (name: string, chain: readonly string[]): readonly string[] | undefined => {
    if (chain.includes(name)) return [...chain.slice(chain.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const next of byName.get(name)?.local ?? []) {
      const cycle = visit(next, [...chain, name]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(name);
    return undefined;
  };
  for (const { name } of sources) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
