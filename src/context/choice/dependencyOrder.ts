/**
 * Orders files so that an imported one stands before those that import it. Each group of connected files stands
 * together; in it the file with the fewest imports still to come is taken next, which is none unless they form a cycle
 * (algorithm 1 of the DeepSeek-Coder paper). Ties fall to the path, so the same set gives the same order.
 */
export function inDependencyOrder(
  paths: readonly string[],
  importsOf: (path: string) => Iterable<string>,
): string[] {
  const graph = graphOf(paths, importsOf);
  return groupsOf(graph).flatMap((group) => orderGroup(group, graph));
}

interface Graph {
  /** In order of paths. */
  readonly nodes: readonly string[];
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  readonly importers: ReadonlyMap<string, ReadonlySet<string>>;
}

function graphOf(paths: readonly string[], importsOf: (path: string) => Iterable<string>): Graph {
  const nodes = [...new Set(paths)].sort(byCodeUnits);
  const imports = new Map(nodes.map((node) => [node, new Set<string>()]));
  const importers = new Map(nodes.map((node) => [node, new Set<string>()]));
  for (const node of nodes) {
    for (const imported of importsOf(node)) {
      if (imported === node || !imports.has(imported)) continue;
      imports.get(node)?.add(imported);
      importers.get(imported)?.add(node);
    }
  }
  return { nodes, imports, importers };
}

/** Connected parts of the graph, each in order of paths. */
function groupsOf(graph: Graph): string[][] {
  const seen = new Set<string>();
  return graph.nodes.flatMap((node) =>
    seen.has(node) ? [] : [connectedTo(node, graph, seen).sort(byCodeUnits)],
  );
}

function connectedTo(node: string, graph: Graph, seen: Set<string>): string[] {
  const group: string[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    group.push(next);
    open.push(...(graph.imports.get(next) ?? []), ...(graph.importers.get(next) ?? []));
  }
  return group;
}

function orderGroup(group: readonly string[], graph: Graph): string[] {
  const waitingFor = new Map(group.map((node) => [node, graph.imports.get(node)?.size ?? 0]));
  const ordered: string[] = [];
  while (waitingFor.size > 0) {
    let next = '';
    let fewest = Infinity;
    for (const [node, count] of waitingFor) {
      if (count >= fewest) continue;
      next = node;
      fewest = count;
    }
    ordered.push(next);
    waitingFor.delete(next);
    for (const importer of graph.importers.get(next) ?? []) {
      const count = waitingFor.get(importer);
      if (count !== undefined) waitingFor.set(importer, count - 1);
    }
  }
  return ordered;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
