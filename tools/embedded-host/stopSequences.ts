export interface StopScan {
  /** Text that may be sent now. */
  readonly send: string;
  readonly stopped: boolean;
}

/**
 * Watches generated text for stop sequences, as llama-server does: a stop sequence is never sent, and text whose
 * end may be the beginning of one is held back until that is decided.
 */
export function stopScanner(stops: readonly string[]): (piece: string, last: boolean) => StopScan {
  let unsent = '';
  return (piece, last) => {
    unsent += piece;
    const found = stops.map((stop) => unsent.indexOf(stop)).filter((index) => index >= 0);
    if (found.length > 0) return { send: unsent.slice(0, Math.min(...found)), stopped: true };
    if (!last && stops.some((stop) => endsWithBeginning(unsent, stop))) return { send: '', stopped: false };
    const send = unsent;
    unsent = '';
    return { send, stopped: false };
  };
}

function endsWithBeginning(text: string, stop: string): boolean {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return true;
  }
  return false;
}
