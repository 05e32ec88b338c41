/** Texts that look like secrets, put together here, so that no scanner takes a test's file for one with secrets. */

export function joined(...parts: readonly string[]): string {
  return parts.join('');
}

export function letters(count: number): string {
  return 'aB3'.repeat(count).slice(0, count);
}

/** What looks like a PEM file: so many lines of 64 characters, and a short one. */
export function privateKey(lines: number): string {
  const body = Array.from({ length: lines }, (_, line) => letters(62) + String(line % 10).repeat(2));
  return [
    joined('-----BEGIN RSA ', 'PRIVATE KEY-----'),
    ...body,
    'aB==',
    joined('-----END RSA ', 'PRIVATE KEY-----'),
  ].join('\n');
}

/** An access key of AWS that nobody has. */
export const accessKey = joined('AK', 'IA', 'Q7'.repeat(8));
