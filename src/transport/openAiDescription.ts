import type { ModelDescription, ThinkingModes } from './engine';
import type { ServedModel, ServerProps } from './openAiAnswers';

/**
 * What a server with OpenAI's API lets be known of a model. A list of models tells names (vLLM's `root` behind an alias);
 * llama.cpp's `/props` tells of its one model what it sees, and the chat template, which tells the rest.
 */
export function describeServed(model: ServedModel, props: ServerProps | undefined): ModelDescription {
  const name = model.origin ?? props?.origin;
  return {
    // Written for chat: a family of infill models is not told by it.
    template: '',
    capabilities: props === undefined ? [] : capabilitiesOf(props),
    info: { 'tokenizer.ggml.add_bos_token': true, ...(name === undefined ? {} : { 'general.name': name }) },
    ...thinkingOf(props?.chatTemplate ?? ''),
  };
}

function capabilitiesOf({ seesImages, takesTools, chatTemplate }: ServerProps): readonly string[] {
  return [
    'completion',
    ...(seesImages ? ['vision'] : []),
    ...((takesTools ?? /\btools\b/.test(chatTemplate)) ? ['tools'] : []),
  ];
}

/** By the variables of the template, and by whether it opens a thought by itself where the answer begins. */
function thinkingOf(template: string): { readonly thinking?: ThinkingModes } {
  if (/\breasoning_effort\b/.test(template)) return { thinking: { values: ['low', 'medium', 'high'] } };
  if (/\benable_thinking\b|\bthinking is defined\b|\bif (?:not )?thinking\b/.test(template))
    return { thinking: { values: [true, false] } };
  const answer = template.slice(template.lastIndexOf('add_generation_prompt'));
  return template.includes('add_generation_prompt') && answer.includes('<think>')
    ? { thinking: { values: [true] } }
    : {};
}
