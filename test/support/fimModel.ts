/** A model that fills in the middle, with its own spelling of the special tokens. */
export interface FimModel {
  readonly tag: string;
  fimPrompt(prefix: string, suffix: string): string;
}

/** Prefix, hole and end markers of the families that a test host may have. */
const spellings: readonly (readonly [string, string, string])[] = [
  ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
  ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
  ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
];

/**
 * The model to test with: the one that FILLWRIGHT_TEST_MODEL names, else the demo model, else the first that has
 * FIM tokens in its vocabulary.
 */
export async function fimModelOf(url: string): Promise<FimModel> {
  const wanted = process.env.FILLWRIGHT_TEST_MODEL;
  const tags = wanted === undefined ? await listedTags(url) : [wanted];
  for (const tag of tags) {
    const spelling = await spellingOf(url, tag);
    if (spelling === undefined) continue;
    const [begin, hole, end] = spelling;
    return { tag, fimPrompt: (prefix, suffix) => `${begin}${prefix}${hole}${suffix}${end}` };
  }
  throw new Error(`${url} has no model with known FIM tokens among: ${tags.join(', ') || 'none'}.`);
}

async function listedTags(url: string): Promise<string[]> {
  const { models } = (await (await fetch(`${url}/api/tags`)).json()) as { models: { name: string }[] };
  const isDemo = (tag: string): boolean => tag.startsWith('fillwright-demo:');
  return models.map(({ name }) => name).sort((a, b) => Number(isDemo(b)) - Number(isDemo(a)));
}

async function spellingOf(url: string, tag: string): Promise<(typeof spellings)[number] | undefined> {
  const body = JSON.stringify({ model: tag, verbose: true });
  const response = await fetch(`${url}/api/show`, { method: 'POST', body });
  const { model_info: info } = (await response.json()) as { model_info?: Record<string, unknown> };
  const tokens = new Set((info?.['tokenizer.ggml.tokens'] as string[] | null | undefined) ?? []);
  return spellings.find((spelling) => spelling.every((token) => tokens.has(token)));
}
