import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CodeBlock } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { AnswerText } from '../markdown/answerText';

interface MarkdownProps {
  readonly text: string;
  readonly isWhole: boolean;
  /** Where its code blocks belong. */
  readonly place: Pick<CodeBlock, 'conversation' | 'turn'>;
}

/** Markdown that may grow. Its elements are no part of the tree that preact keeps. */
export function Markdown({ text, isWhole, place }: MarkdownProps): JSX.Element {
  const { send, render, highlight, frames } = usePanel();
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef<AnswerText>(undefined);
  useLayoutEffect(() => {
    if (root.current === null) return;
    const act: AnswerTextAct = (action, { code, language, path }) =>
      send({
        type: 'codeBlock',
        action,
        block: { code, language, ...(path !== undefined && { path }), ...place },
      });
    const answer = new AnswerText(root.current, { render, highlight, act }, frames);
    shown.current = answer;
    return () => answer.dispose();
  }, [place.conversation, place.turn]);
  useLayoutEffect(() => shown.current?.update(text, isWhole), [text, isWhole, place.turn]);
  return <div class="markdown" ref={root} />;
}

type AnswerTextAct = ConstructorParameters<typeof AnswerText>[1]['act'];
