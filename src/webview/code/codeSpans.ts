const part = /<span class="([^"]*)">|(<\/span>)|([^<]+|<)/g;
const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

/**
 * Highlighted code as elements. Whatever the HTML says, nothing comes of it but spans with a class, and text: it needs no
 * sanitiser, which would take longer than all else together.
 */
export function codeSpans(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let into: Node = fragment;
  for (const [, opened, closed, text] of html.matchAll(part)) {
    if (opened !== undefined) {
      const span = document.createElement('span');
      span.className = opened;
      into = into.appendChild(span);
    } else if (closed === undefined) into.appendChild(document.createTextNode(plain(text ?? '')));
    else into = into.parentNode ?? fragment;
  }
  return fragment;
}

function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#x27);/g, (whole, name: string) => signs[name] ?? whole);
}
