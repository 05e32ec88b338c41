import { holdsSecret } from '../context/secretText';

/** The end of what a command has printed. */
export interface KeptOutput {
  readonly text: string;
  /** Characters ahead of it that are not kept. */
  readonly cutChars: number;
  /** What was cut held a secret: its rest may not look like one. */
  readonly cutSecret: boolean;
}

/** Characters kept of one command's output: its end says how it went. */
const KEPT_CHARS = 40_000;

export const noOutput: KeptOutput = { text: '', cutChars: 0, cutSecret: false };

export function withOutput(
  { text, cutChars, cutSecret }: KeptOutput,
  more: string,
  keptChars = KEPT_CHARS,
): KeptOutput {
  const whole = text + more;
  const cut = Math.max(0, whole.length - keptChars);
  if (cut === 0) return { text: whole, cutChars, cutSecret };
  return { text: whole.slice(cut), cutChars: cutChars + cut, cutSecret: cutSecret || holdsSecret(whole) };
}
