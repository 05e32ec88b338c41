/** Whether the body of an `/api/generate` reads a prompt's head ahead, or loads the model: no completion. */
export function isReadAhead(requestBody: string): boolean {
  const { prompt, options } = JSON.parse(requestBody) as {
    readonly prompt?: string;
    readonly options?: { readonly num_predict?: number };
  };
  return prompt === undefined || prompt === '' || options?.num_predict === 1;
}
