const KIN: Readonly<Record<string, string>> = {
  tsx: 'typescript',
  javascript: 'typescript',
  vue: 'typescript',
  svelte: 'typescript',
  pyi: 'python',
  kt: 'java',
  scala: 'java',
  c: 'cpp',
};

/** Whether code of one language can name what a file of the other defines. */
export function areKin(a: string, b: string): boolean {
  return (KIN[a] ?? a) === (KIN[b] ?? b);
}
