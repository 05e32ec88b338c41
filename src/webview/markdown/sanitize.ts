import DOMPurify, { type Config } from 'dompurify';

const config: Config & { RETURN_DOM_FRAGMENT: true } = {
  RETURN_DOM_FRAGMENT: true,
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li'],
    ...['strong', 'em', 's', 'code', 'pre', 'a', 'span'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
    '#text',
  ],
  ALLOWED_ATTR: [
    ...['class', 'start', 'title', 'role', 'tabindex'],
    ...['data-info', 'data-above', 'data-href', 'data-path', 'data-line', 'data-symbol'],
  ],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

/** The only way from an HTML text to elements: what is not on the list does not come through. */
export function toFragment(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, config);
}
