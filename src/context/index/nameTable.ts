/** Gives each distinct identifier a small number, so that files and postings hold numbers instead of strings. */
export interface NameTable {
  readonly size: number;
  /** Undefined when no indexed file holds the name. */
  idOf(name: string): number | undefined;
  nameOf(id: number): string;
}

export interface GrowingNameTable extends NameTable {
  /** The name's number, a new one if it has none yet. */
  intern(name: string): number;
}

/** A copy that holds only its own characters: a slice would keep the whole source text alive. */
function detached(name: string): string {
  // Short strings are copied when sliced; V8 calls those below 13 units short.
  return name.length < 13 ? name : (JSON.parse(JSON.stringify(name)) as string);
}

export function createNameTable(initial: readonly string[] = []): GrowingNameTable {
  const names = [...initial];
  const ids = new Map(names.map((name, id) => [name, id]));
  return {
    get size() {
      return names.length;
    },
    idOf: (name) => ids.get(name),
    nameOf: (id) => names[id] ?? '',
    intern: (name) => {
      const known = ids.get(name);
      if (known !== undefined) return known;
      const id = names.length;
      const own = detached(name);
      names.push(own);
      ids.set(own, id);
      return id;
    },
  };
}
