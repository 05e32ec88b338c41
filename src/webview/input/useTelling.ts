import { useEffect, useRef } from 'preact/hooks';

/** How often the extension hears of a text, for the meter and to keep it. */
const tellEveryMs = 300;

/**
 * Tells of a text that is being written a few times a second, and of its last state when its box goes, with its
 * conversation or behind the history. The result ends that: the text has been sent, or given up.
 */
export function useTelling(text: string, tell: () => void): () => void {
  const untold = useRef<(() => void) | undefined>(undefined);
  const isOver = useRef(false);
  useEffect(() => {
    const tellOnce = (): void => {
      untold.current = undefined;
      if (!isOver.current) tell();
    };
    untold.current = tellOnce;
    const timer = setTimeout(tellOnce, tellEveryMs);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => () => untold.current?.(), []);
  return () => (isOver.current = true);
}
