import type { TargetText } from '../../src/prompt/targetText';

/** A target as the editor hands it over, cut in two. */
export function targetAt(prefix: string, suffix: string, path = 'src/target.ts'): TargetText {
  return {
    uri: `file:///home/user/repo/${path}`,
    path,
    languageId: 'typescript',
    version: 1,
    eol: '\n',
    prefix,
    suffix,
    omittedBefore: 0,
    omittedAfter: 0,
  };
}
