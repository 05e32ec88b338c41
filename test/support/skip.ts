import type { Context } from 'mocha';
import type { RequiredPart, SkipRecord } from './testRecord';

/**
 * Ends the running test, or the suite when called from a `before` hook, as skipped for a reason that the summary lists.
 * Throws instead where `FILLWRIGHT_REQUIRE` names the missing part.
 */
export function skipBecause(context: Context, reason: string, part?: RequiredPart): never {
  if (part !== undefined && requiredParts().has(part)) {
    throw new Error(`FILLWRIGHT_REQUIRE asks for '${part}', but: ${reason}`);
  }
  const record: SkipRecord = part === undefined ? { reason } : { reason, part };
  const runnable = context.test;
  // A hook that skips takes its whole suite along.
  const isHook = (runnable as { type?: string } | undefined)?.type === 'hook';
  const owner = isHook ? runnable?.parent : runnable;
  if (owner !== undefined) Object.assign(owner, { skipRecord: record });
  context.skip();
}

/** The parts whose absence is a failure: `FILLWRIGHT_REQUIRE=model,vscode,chromium`. */
export function requiredParts(): ReadonlySet<string> {
  const names = (process.env.FILLWRIGHT_REQUIRE ?? '').split(',').map((name) => name.trim());
  return new Set(names.filter((name) => name !== ''));
}
