import { readFileSync } from 'node:fs';
import { parseCaseLine, parsePromptArguments, PromptToolError, type PromptCase } from './arguments';
import { buildCase, type BuiltCase } from './buildCase';
import { openRepository, type ToolRepository } from './repository';
import { readOpenDocuments, readTarget } from './sourceFiles';
import { toolModel, type ToolModel } from './toolModel';

/**
 * Builds the prompts that the arguments ask for and prints each as one line of JSON. Throws a PromptToolError, or what
 * the engine throws, where nothing can be built at all; a case that fails prints `{"error":…}`.
 */
export async function runPromptTool(argv: readonly string[], print: (line: string) => void): Promise<void> {
  const args = parsePromptArguments(argv);
  const model = await toolModel(args);
  const documents = readOpenDocuments(args.root, args.openPaths);
  const repository = await openRepository(args.root);
  const answer = async (wanted: PromptCase): Promise<string> => {
    const target = readTarget(args.root, wanted);
    await repository.show(target);
    const built = await buildCase(target, model, repository.gatherer, documents);
    repository.forget(target);
    return JSON.stringify(report(model, built, repository));
  };
  if ('single' in args.work) {
    print(await answer(args.work.single));
    return;
  }
  for (const line of caseLines(args.work.casesFile)) {
    print(await answerOrError(() => answer(parseCaseLine(line))));
  }
}

function report(
  { model }: ToolModel,
  { prompt, gatherMs, layoutMs }: BuiltCase,
  { indexMs }: ToolRepository,
): object {
  return {
    prompt: prompt.text,
    model: model.tag,
    family: model.family.id,
    window: prompt.window,
    tokens: prompt.tokens,
    headChars: prompt.headChars,
    ...(prompt.maskedSecrets !== undefined && { maskedSecrets: prompt.maskedSecrets }),
    items: prompt.items.map(({ kind, path, startLine, endLine, tokens, reason }) => ({
      kind,
      path,
      startLine,
      endLine,
      tokens,
      reason,
    })),
    timings: { indexMs: rounded(indexMs), gatherMs: rounded(gatherMs), layoutMs: rounded(layoutMs) },
  };
}

function caseLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } catch (thrown) {
    throw new PromptToolError(
      `--cases ${file} can't be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}

async function answerOrError(answer: () => Promise<string>): Promise<string> {
  try {
    return await answer();
  } catch (thrown) {
    return JSON.stringify({ error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function rounded(durationMs: number): number {
  return Math.round(durationMs * 100) / 100;
}
