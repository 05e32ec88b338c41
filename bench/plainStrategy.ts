import { isAbort } from '../src/common/abort';
import type { Clock } from '../src/common/clock';
import type { CompletionOutcome } from '../src/completion/outcome';
import type { CompletionHosts } from '../src/hosts/modelSession';
import { deepseekCoder } from '../src/model/deepseekFamilies';
import { tokensOf } from './simulatedTokens';
import type { Completer } from './typist';

// The strategy to compare with, as design.md fixes it.
const DEBOUNCE_MS = 250;
const PREFIX_TOKENS = 1_000;
const SUFFIX_TOKENS = 250;
const MAX_TOKENS = 64;

/** Waits, sends what stands around the cursor, shows the first line, and gives up at the next key. */
export function plainStrategy(hosts: CompletionHosts, clock: Clock): Completer {
  return {
    moved: () => undefined,
    complete: async ({ prefix, suffix }, signal): Promise<CompletionOutcome> => {
      try {
        await clock.sleep(DEBOUNCE_MS, signal);
        const session = await hosts.session(signal);
        const { tokens } = deepseekCoder;
        const before = tokensOf(prefix).slice(-PREFIX_TOKENS).join('');
        const after = tokensOf(suffix).slice(0, SUFFIX_TOKENS).join('');
        const prompt = `${tokens.prefix}${before}${tokens.suffix}${after}${tokens.middle}`;
        const enough = new AbortController();
        const options = { numPredict: MAX_TOKENS, temperature: 0 };
        let text = '';
        for await (const event of session?.generate(
          prompt,
          options,
          AbortSignal.any([signal, enough.signal]),
        ) ?? []) {
          if (event.kind === 'text') text += event.text;
          if (/\S[^\n]*\n/.test(text)) break;
        }
        enough.abort();
        const line = /^\s*[^\n]*/.exec(text)?.[0] ?? '';
        if (line.trim() === '') return { kind: 'none', reason: 'empty' };
        return { kind: 'shown', source: 'host', items: [{ text: line, replaceBefore: 0, replaceAfter: 0 }] };
      } catch (thrown) {
        if (isAbort(thrown)) return { kind: 'none', reason: 'cancelled' };
        throw thrown;
      }
    },
  };
}
