import { readFileSync } from 'node:fs';

/** The endpoints in a file of user settings; none while the editor is in the middle of writing it. */
export function savedEndpoints(file: string): readonly { readonly name?: string }[] {
  try {
    const written = JSON.parse(readFileSync(file, 'utf8')) as {
      'fillwright.endpoints': readonly { readonly name?: string }[];
    };
    return written['fillwright.endpoints'];
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return [];
    throw thrown;
  }
}
