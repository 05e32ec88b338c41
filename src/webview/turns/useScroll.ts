import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePanel } from '../panelContext';
import type { ReadingPlace } from '../reading';

/** So close to the end, in pixels, the reader means to follow it. */
const nearEndPx = 32;
/** How long a place must last to be kept. */
const keepAfterMs = 150;

export interface Scroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** The reader is not at the end. */
  readonly isAway: boolean;
  readonly toEnd: () => void;
  readonly onScroll: () => void;
  /** The reader takes the scrolling over. */
  readonly onTakeOver: () => void;
}

/**
 * Follows the end while the reader is there, and stays put when he has scrolled up; what he had left is found again, while
 * all above it is still being drawn.
 */
export function useScroll(conversation: string, lastQuestion: string | undefined): Scroll {
  const { reading } = usePanel();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  /** The place to be found again, until the reader goes to another. */
  const sought = useRef<ReadingPlace>(undefined);
  const shown = useRef<string>(undefined);
  const keeping = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isAway, setAway] = useState(false);

  const toEnd = (): void => {
    follows.current = true;
    sought.current = undefined;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };
  const seek = (): void => {
    const { current: place } = sought;
    const turn = turnsIn(scroller.current).find(({ dataset }) => dataset['turn'] === place?.turn);
    if (turn === undefined || place === undefined) return toEnd();
    // Of an answer that is still being drawn, the last of what is there.
    const target =
      place.block === undefined ? turn : (blocksIn(turn)[place.block] ?? blocksIn(turn).at(-1) ?? turn);
    if (scroller.current !== null) scroller.current.scrollTop += edgeTo(scroller.current, target) + place.px;
    setAway(true);
  };
  useLayoutEffect(() => {
    const isOther = shown.current !== conversation;
    shown.current = conversation;
    sought.current = isOther ? reading.placeIn(conversation) : undefined;
    follows.current = sought.current === undefined;
    if (follows.current) toEnd();
    else seek();
  }, [conversation, lastQuestion]);
  useLayoutEffect(() => {
    if (content.current === null) return;
    const observer = new ResizeObserver(() => {
      if (follows.current) toEnd();
      else if (sought.current === undefined) setAway(true);
      else seek();
    });
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => () => clearTimeout(keeping.current), []);

  const keep = (): void =>
    reading.keepPlace(follows.current ? undefined : placeIn(scroller.current, conversation));
  const onScroll = (): void => {
    if (scroller.current === null || sought.current !== undefined) return;
    const { scrollHeight, scrollTop, clientHeight } = scroller.current;
    follows.current = scrollHeight - scrollTop - clientHeight < nearEndPx;
    setAway(!follows.current);
    clearTimeout(keeping.current);
    keeping.current = setTimeout(keep, keepAfterMs);
  };
  return {
    ...{ scroller, content, isAway, toEnd, onScroll },
    onTakeOver: () => (sought.current = undefined),
  };
}

function turnsIn(scroller: HTMLElement | null): readonly HTMLElement[] {
  return [...(scroller?.querySelectorAll<HTMLElement>('[data-turn]') ?? [])];
}

/** Those of the answer itself: thoughts scroll in a box of their own. */
function boxesIn(turn: HTMLElement): readonly HTMLElement[] {
  return [...turn.querySelectorAll<HTMLElement>(':scope > .markdown > .blocks')];
}

function blocksIn(turn: HTMLElement): readonly Element[] {
  return boxesIn(turn).flatMap((box) => [...box.children]);
}

function edgeTo(scroller: Element, target: Element): number {
  return target.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

function placeIn(scroller: HTMLElement | null, conversation: string): ReadingPlace | undefined {
  if (scroller === null) return undefined;
  const { top } = scroller.getBoundingClientRect();
  const isInSight = (element: Element): boolean => element.getBoundingClientRect().bottom > top;
  const turn = turnsIn(scroller).find(isInSight);
  const name = turn?.dataset['turn'];
  if (turn === undefined || name === undefined) return undefined;
  // Where a block begins does not hang on how wide the page is, nor on what above it is not laid out.
  const boxes = boxesIn(turn);
  const box = boxes.find(isInSight);
  const seen = box === undefined ? undefined : [...box.children].find(isInSight);
  const block = seen === undefined ? -1 : blocksIn(turn).indexOf(seen);
  // Above its first block the turn itself is what is seen.
  if (seen === undefined || (block === 0 && edgeTo(scroller, seen) > 0)) {
    return { conversation, turn: name, px: -edgeTo(scroller, turn) };
  }
  return { conversation, turn: name, block, px: -edgeTo(scroller, seen) };
}
