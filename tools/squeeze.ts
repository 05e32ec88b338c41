/** Texts that differ only in white space are the same: the editor shows tabs and line ends its own way. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
