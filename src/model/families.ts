import { deepseekCoder, deepseekCoderV2Lite, fillwrightDemo } from './deepseekFamilies';
import type { ModelFamily } from './family';
import {
  codegemma,
  codellama,
  codestral,
  granite33,
  granite4,
  graniteCode,
  mellum,
  qwen25Coder,
  qwen3Coder,
  seedCoder,
  stableCode,
  starcoder,
  starcoder2,
} from './otherFamilies';

/** Every family that Fillwright can write a FIM prompt for. */
export const modelFamilies: readonly ModelFamily[] = [
  deepseekCoder,
  deepseekCoderV2Lite,
  fillwrightDemo,
  qwen25Coder,
  qwen3Coder,
  starcoder,
  starcoder2,
  codellama,
  codegemma,
  codestral,
  graniteCode,
  granite33,
  granite4,
  stableCode,
  mellum,
  seedCoder,
];

export function familyById(id: string): ModelFamily | undefined {
  return modelFamilies.find((family) => family.id === id);
}
