import { completeLines, type StreamRule } from './streamRule';

export const atLineLimit: StreamRule = (text, { maxLines }) =>
  completeLines(text).filter((line) => line.text.trim() !== '')[maxLines - 1]?.end;
