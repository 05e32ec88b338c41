import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AnswerAction, PanelCommand } from '../chat/protocol';
import { createHighlight, type Highlight } from './code/highlight';
import { FrameQueue } from './markdown/frameQueue';
import { createMarkdownRenderer, type RenderMarkdown } from './markdown/render';
import type { Reading } from './reading';
import type { LocalEvent } from './state';

/** What every part of the page may need. */
export interface PanelContext {
  readonly send: (command: PanelCommand | AnswerAction) => void;
  readonly update: (event: LocalEvent) => void;
  readonly render: RenderMarkdown;
  readonly highlight: Highlight;
  readonly frames: FrameQueue;
  readonly reading: Reading;
  /** The language of VS Code, for dates. */
  readonly language: string;
}

export function createPanelContext(
  ports: Pick<PanelContext, 'send' | 'update' | 'language' | 'reading'>,
): PanelContext {
  return {
    ...ports,
    render: createMarkdownRenderer(),
    highlight: createHighlight(),
    frames: new FrameQueue(),
  };
}

const context = createContext<PanelContext | undefined>(undefined);

export const ProvidePanel = context.Provider;

export function usePanel(): PanelContext {
  const panel = useContext(context);
  if (panel === undefined) throw new Error('A part of the panel stands outside of it.');
  return panel;
}
