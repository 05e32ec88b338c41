/** Text with the end cut off that a stop string begins. */
export interface StoppedText {
  /** What may be handed on. */
  readonly text: string;
  /** A stop string was found; what follows counts no more. */
  readonly isOver: boolean;
}

/** Looks for stop strings that the server was not told of, across the borders of pieces. */
export interface StopStrings {
  take(piece: string): StoppedText;
  /** What was held back as the beginning of a stop string, and is none. */
  rest(): string;
}

export function watchForStops(stops: readonly string[]): StopStrings {
  let held = '';
  return {
    take: (piece) => {
      const whole = held + piece;
      const found = stops.map((stop) => whole.indexOf(stop)).filter((index) => index >= 0);
      const isOver = found.length > 0;
      const end = isOver ? Math.min(...found) : whole.length - beginningAtEnd(whole, stops);
      held = isOver ? '' : whole.slice(end);
      return { text: whole.slice(0, end), isOver };
    },
    rest: () => held,
  };
}

/** How many characters at the end may be the beginning of a stop string. */
function beginningAtEnd(text: string, stops: readonly string[]): number {
  const most = Math.max(0, ...stops.map((stop) => stop.length - 1));
  for (let length = Math.min(most, text.length); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (stops.some((stop) => stop.startsWith(end))) return length;
  }
  return 0;
}
