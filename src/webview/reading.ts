/** Where the reader is in a conversation, who has left its end. */
export interface ReadingPlace {
  readonly conversation: string;
  /** The first turn in sight; in an answer, the first of its blocks in sight, counted from 0. */
  readonly turn: string;
  readonly block?: number | undefined;
  /** How far that is scrolled past the upper edge. */
  readonly px: number;
}

/** How the reader has left what is shown; part of what the page keeps over hiding and reloads. */
export interface KeptReading {
  readonly place?: ReadingPlace | undefined;
  /** By the key of what can be folded: whether the reader has opened or closed it. */
  readonly opened?: Readonly<Record<string, boolean>>;
}

interface Keeping {
  readonly kept: KeptReading;
  keep(state: KeptReading): void;
}

/** So many choices are kept, the latest. */
const mostChoices = 200;

/** What the reader sees of a conversation, as it outlives the page. Free of the browser. */
export class Reading {
  constructor(private readonly bridge: Keeping) {}

  placeIn(conversation: string): ReadingPlace | undefined {
    const { place } = this.bridge.kept;
    return place?.conversation === conversation ? place : undefined;
  }

  /** Undefined at the end, which the reader follows. */
  keepPlace(place: ReadingPlace | undefined): void {
    if (place === undefined && this.bridge.kept.place === undefined) return;
    this.bridge.keep({ place });
  }

  /** Undefined where the reader has chosen neither. */
  isOpen(key: string): boolean | undefined {
    return this.bridge.kept.opened?.[key];
  }

  keepOpen(key: string, isOpen: boolean): void {
    const others = Object.entries(this.bridge.kept.opened ?? {}).filter(([other]) => other !== key);
    const opened = Object.fromEntries<boolean>([...others, [key, isOpen] as const].slice(-mostChoices));
    this.bridge.keep({ opened });
  }
}
