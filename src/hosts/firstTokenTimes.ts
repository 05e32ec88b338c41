/** Times to the first token of one endpoint's last completions. */
export interface FirstTokenTimes {
  add(durationMs: number): void;
  /** The median, in ms; undefined until there are enough for the cold first one not to decide. */
  readonly usual: number | undefined;
}

const KEPT = 15;
const ENOUGH = 3;

export function firstTokenTimes(): FirstTokenTimes {
  let times: readonly number[] = [];
  return {
    add: (durationMs) => {
      times = [...times, durationMs].slice(-KEPT);
    },
    get usual() {
      if (times.length < ENOUGH) return undefined;
      return [...times].sort((a, b) => a - b)[times.length >> 1];
    },
  };
}
