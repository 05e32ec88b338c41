import { readGgufHeader } from '../../tools/embedded-host/ggufFile';
import { fromRoot } from '../../tools/root';

/** The demo model's vocabulary in the shape of a verbose `/api/show` answer, with changes where a test wants some. */
export async function demoVocabulary(changes: Readonly<Record<string, unknown>> = {}): Promise<Uint8Array> {
  const { metadata } = await readGgufHeader(fromRoot('demo-model', 'fimlet-25m-q8_0.gguf'));
  return new TextEncoder().encode(
    JSON.stringify({ model_info: { ...Object.fromEntries(metadata), ...changes } }),
  );
}
