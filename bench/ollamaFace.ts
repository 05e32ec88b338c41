import { demoVocabulary } from '../test/support/demoVocabulary';
import { giveJson, type FakeFaultyHost } from '../test/support/fakeFaultyHost';

const MODEL = 'deepseek-coder:6.7b-base';
const WINDOW = 16_384;

/** Answers what Ollama answers about itself, with one DeepSeek-Coder that has the demo model's vocabulary. */
export async function giveOllamaFace(host: FakeFaultyHost): Promise<void> {
  const listing = {
    name: MODEL,
    model: MODEL,
    digest: 'bench',
    size: 1e9,
    size_vram: 1e9,
    context_length: WINDOW,
  };
  const show = JSON.parse(new TextDecoder().decode(await demoVocabulary())) as { model_info: object };
  const modelInfo = { ...show.model_info, 'general.architecture': 'llama', 'llama.context_length': WINDOW };
  host.on('GET /api/version', giveJson({ version: '0.12.0' }));
  host.on('GET /api/tags', giveJson({ models: [listing] }));
  host.on('GET /api/ps', giveJson({ models: [listing] }));
  host.on(
    'POST /api/show',
    giveJson({ template: '{{ .Prompt }}', capabilities: ['completion'], model_info: modelInfo }),
  );
}
