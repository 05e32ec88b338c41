import { t } from '../common/l10n';
/**
 * The body without the compression that some proxies add unasked. What this platform can't undo is thrown as
 * `malformed` makes it.
 */
export function plainBody(
  response: Response,
  malformed: (what: string) => Error,
): ReadableStream<Uint8Array> | null {
  const encoding = (response.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (response.body === null || encoding === 'identity' || encoding === '') return response.body;
  const format = formats[encoding];
  if (format === undefined)
    throw malformed(t('something compressed as {0}, though nobody asked for that', encoding));
  return response.body.pipeThrough(new DecompressionStream(format));
}

const formats: Readonly<Record<string, 'gzip' | 'deflate'>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
};
