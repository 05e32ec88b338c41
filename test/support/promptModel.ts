import type { PromptModel } from '../../src/context/promptPlanner';
import { deepseekCoder } from '../../src/model/deepseekFamilies';

/** DeepSeek-Coder on a host that gives it its whole window. */
export const testModel: PromptModel = {
  endpoint: 'test',
  tag: 'deepseek-coder:6.7b-base',
  digest: 'sha256:test',
  family: deepseekCoder,
  window: 16_384,
  writesBos: false,
};
