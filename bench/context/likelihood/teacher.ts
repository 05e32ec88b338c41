import { openLlamaCpp, type Token } from '../../../tools/embedded-host/llamaCpp';
import { installLlamaCpp } from '../../../tools/embedded-host/install';
import { fromRoot } from '../../../tools/root';

/** Reads texts with the demo model, teacher-forced: each token is given, and asked how likely it was. */
export interface Teacher {
  tokensOf(text: string): readonly Token[];
  /** The one token that a special token's text stands for. */
  specialToken(text: string): readonly Token[];
  /** Mean natural logarithm of the likelihood of `wanted` behind `prompt`, per token. */
  meanLogLikelihood(prompt: readonly Token[], wanted: readonly Token[]): Promise<number>;
  dispose(): Promise<void>;
}

const WINDOW = 4_096;
const BATCH_TOKENS = 512;

/** The part of node-llama-cpp that the host has no need of. */
interface TeachableSequence {
  readonly contextTokens: readonly Token[];
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
  controlledEvaluate(input: readonly AskedToken[]): Promise<readonly (AnsweredToken | undefined)[]>;
}

type AskedToken = readonly [Token, { readonly generateNext: { readonly logits: true } }];

interface AnsweredToken {
  /** Of every token of the vocabulary. */
  readonly next: { readonly logits?: ReadonlyMap<Token, number> };
}

export async function openTeacher(): Promise<Teacher> {
  const llama = await openLlamaCpp(await installLlamaCpp(), 1);
  const modelPath = fromRoot('demo-model', 'fimlet-25m-q8_0.gguf');
  const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
  const context = await model.createContext({
    contextSize: WINDOW,
    batchSize: BATCH_TOKENS,
    sequences: 1,
    threads: 1,
  });
  const sequence = context.getSequence() as unknown as TeachableSequence;
  const { bos } = model.tokens;
  return {
    tokensOf: (text) => model.tokenize(text, false),
    specialToken: (text) => model.tokenize(text, true),
    meanLogLikelihood: async (prompt, wanted) => {
      const read = bos === null ? prompt : [bos, ...prompt];
      // The last token of the prompt is asked what follows it, so it is read again.
      await sequence.adaptStateToTokens(read.slice(0, -1), false);
      await sequence.evaluateWithoutGeneratingNewTokens(read.slice(sequence.contextTokens.length, -1));
      const given = [...read.slice(-1), ...wanted.slice(0, -1)];
      const asked = given.map((token): AskedToken => [token, { generateNext: { logits: true } }]);
      const answers = await sequence.controlledEvaluate(asked);
      const sum = wanted.reduce((total, token, at) => total + logLikelihood(answers[at], token), 0);
      return sum / wanted.length;
    },
    dispose: () => llama.dispose(),
  };
}

function logLikelihood(answer: AnsweredToken | undefined, token: Token): number {
  const logits = answer?.next.logits;
  const logit = logits?.get(token);
  if (logits === undefined || logit === undefined) throw new Error('llama.cpp gave no logits for a token.');
  let weight = 0;
  for (const other of logits.values()) weight += Math.exp(other - logit);
  return -Math.log(weight);
}
