// What in an answer names a place: a link, a file of the workspace, a symbol. The extension decides whether it exists and
// may be opened; here it is only recognised.

export type Reference =
  | { readonly kind: 'web'; readonly href: string }
  | { readonly kind: 'file'; readonly path: string; readonly line?: number }
  | { readonly kind: 'symbol'; readonly name: string };

const longestReference = 300;

const sourceExtension =
  /\.(?:[cm]?[jt]sx?|py|pyi|rb|go|rs|java|kt|kts|scala|c|cc|cpp|cxx|h|hh|hpp|cs|php|swift|lua|dart|sql|sh|bash|zsh|ps1|html?|css|scss|less|vue|svelte|json|jsonc|ya?ml|toml|ini|cfg|xml|md|txt|gradle|proto|tf|ipynb)$/i;

const filePlace = /^([\w@./\\ -]+?)(?::(\d{1,7})(?:[:-]\d+)?|#L(\d{1,7})(?:-L?\d+)?)?$/;

/** The target of a Markdown link: of the web, or a path; undefined for every other scheme. */
export function linkReference(address: string): Reference | undefined {
  const href = address.trim();
  if (/^https?:\/\/[^\s/]/i.test(href)) return { kind: 'web', href };
  // `cart.ts:7` is a place in a file, `javascript:7` is not.
  if (/^[a-z][a-z\d+-]*:/i.test(href)) return undefined;
  return filePlaceReference(decoded(href));
}

/** What inline code names, if it looks like a path, or like an identifier that is no common word. */
export function codeReference(code: string): Reference | undefined {
  if (code.length > longestReference || code.includes(' ')) return undefined;
  const file = filePlaceReference(code);
  if (file?.kind === 'file' && sourceExtension.test(file.path)) return file;
  const [, name = ''] = /^((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?:\(\))?$/.exec(code) ?? [];
  const isTelling = /[a-z\d][A-Z]|[A-Za-z]_[A-Za-z]/.test(name) || (name !== '' && code.endsWith('()'));
  return isTelling ? { kind: 'symbol', name: name.slice(name.lastIndexOf('.') + 1) } : undefined;
}

function filePlaceReference(text: string): Reference | undefined {
  if (text.length > longestReference) return undefined;
  const [, path, colonLine, hashLine] = filePlace.exec(text) ?? [];
  if (path === undefined || path.trim() === '') return undefined;
  const line = colonLine ?? hashLine;
  return { kind: 'file', path, ...(line !== undefined && { line: Number(line) }) };
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href; // A lone percent sign.
  }
}
