/** What a model was trained to find ahead of a question and of a text, as its makers' model card says. */
export interface EmbeddingPrompts {
  readonly question: string;
  readonly text: string;
}

const known: readonly (readonly [RegExp, EmbeddingPrompts])[] = [
  [/nomic-embed-text/i, { question: 'search_query: ', text: 'search_document: ' }],
  [
    /mxbai-embed|bge-(small|base|large)-en|snowflake-arctic-embed/i,
    { question: 'Represent this sentence for searching relevant passages: ', text: '' },
  ],
  [/\be5-/i, { question: 'query: ', text: 'passage: ' }],
];

export function embeddingPrompts(model: string): EmbeddingPrompts {
  return known.find(([names]) => names.test(model))?.[1] ?? { question: '', text: '' };
}
