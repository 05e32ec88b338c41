import { architectureNumber, infoNumber, type ModelFacts } from './modelFacts';

/** Bytes of one value of the KV cache, f16, which is the default of every host. */
const F16_BYTES = 2;

/**
 * Bytes of KV cache that one token takes at f16; undefined where the host does not tell enough. Models with compressed
 * attention (MLA) keep one latent vector per layer, if their file was converted for it.
 */
export function kvBytesPerToken(facts: ModelFacts): number | undefined {
  const layers = architectureNumber(facts, 'block_count');
  const heads = architectureNumber(facts, 'attention.head_count');
  const width = architectureNumber(facts, 'embedding_length');
  if (layers === undefined || heads === undefined || width === undefined || heads === 0) return undefined;
  const latent = architectureNumber(facts, 'attention.kv_lora_rank');
  const isCompressed = architectureNumber(facts, 'attention.key_length_mla') !== undefined;
  if (latent !== undefined && isCompressed) {
    return layers * (latent + (architectureNumber(facts, 'rope.dimension_count') ?? 0)) * F16_BYTES;
  }
  const keyLength = architectureNumber(facts, 'attention.key_length') ?? width / heads;
  const valueLength = architectureNumber(facts, 'attention.value_length') ?? width / heads;
  return keyValueHeads(facts, layers, heads) * (keyLength + valueLength) * F16_BYTES;
}

/** Summed over the layers: models with mixed layers give one number per layer. */
function keyValueHeads(facts: ModelFacts, layers: number, heads: number): number {
  const key = `${String(facts.info['general.architecture'])}.attention.head_count_kv`;
  const perLayer = facts.info[key];
  if (Array.isArray(perLayer) && perLayer.length === layers) {
    return perLayer.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : heads), 0);
  }
  return layers * (infoNumber(facts, key) ?? heads);
}
