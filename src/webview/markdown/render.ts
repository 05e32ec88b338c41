// Markdown → HTML, without the browser. HTML in the text is shown as text, images are links, and links have no href: a
// click is told to the extension, which decides.
import MarkdownIt from 'markdown-it';
import { codeReference, linkReference, type Reference } from './references';

/** Deeper quotes and lists are shown as text. */
const deepestNesting = 40;

/** Quotes and lists in one line nest less deep: what is deeper than the parser goes would not show at all. */
const tooManyMarks = /^((?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){16}[ \t]*\d*)(?=[-*+>.)])/gm;

/** Headings begin below those of the page itself. */
const headingShift = 2;

type Renderer = InstanceType<typeof MarkdownIt>['renderer'];
type Rule = NonNullable<Renderer['rules'][string]>;
type Tokens = Parameters<Rule>[0];

export type RenderMarkdown = (text: string) => string;

export function createMarkdownRenderer(): RenderMarkdown {
  const markdown = new MarkdownIt({ html: false, linkify: true, maxNesting: deepestNesting });
  // Without a scheme `main.rs` would be a site in Serbia.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.validateLink = (href) => linkReference(href) !== undefined;
  const { escapeHtml } = markdown.utils;
  const { rules } = markdown.renderer;

  const codeBlock = (info: string, above: string, code: string): string =>
    `<pre data-info="${escapeHtml(info)}" data-above="${escapeHtml(above)}"><code>${escapeHtml(code)}</code></pre>\n`;
  rules['fence'] = (tokens, at) =>
    codeBlock(tokens[at]?.info ?? '', textBefore(tokens, at), tokens[at]?.content ?? '');
  rules['code_block'] = (tokens, at) => codeBlock('', '', tokens[at]?.content ?? '');
  rules['code_inline'] = (tokens, at) => {
    const code = tokens[at]?.content ?? '';
    return `<code${referenceAttributes(codeReference(code), escapeHtml)}>${escapeHtml(code)}</code>`;
  };
  rules['link_open'] = (tokens, at) => {
    const href = attribute(tokens, at, 'href');
    return `<a title="${escapeHtml(href)}"${referenceAttributes(linkReference(href), escapeHtml)}>`;
  };
  rules['image'] = (tokens, at) => {
    const href = attribute(tokens, at, 'src');
    const alternative = tokens[at]?.content ?? '';
    const label = alternative === '' ? href : alternative;
    return `<a title="${escapeHtml(href)}"${referenceAttributes(linkReference(href), escapeHtml)}>${escapeHtml(label)}</a>`;
  };
  rules['heading_open'] = (tokens, at) => `<${lowered(tokens[at]?.tag ?? 'h1')}>`;
  rules['heading_close'] = (tokens, at) => `</${lowered(tokens[at]?.tag ?? 'h1')}>\n`;
  // A table that is wider than the panel is scrolled by keyboard.
  rules['table_open'] = () => '<table tabindex="0">\n';
  rules['th_open'] = rules['td_open'] = alignedCell;
  return (text) => markdown.render(text.replace(tooManyMarks, '$1\\'));
}

/** What the point of the list says before its code, as it is written. */
function textBefore(tokens: Tokens, at: number): string {
  const texts: string[] = [];
  for (let before = at - 1; before >= 0; before--) {
    const token = tokens[before];
    if (token?.type === 'list_item_open' || token?.type === 'blockquote_open') break;
    if (token?.type === 'inline') texts.unshift(token.content);
  }
  return texts.join('\n');
}

/** The page allows no inline styles, so that a column is aligned by a class. */
const alignedCell: Rule = (tokens, at) => {
  const { tag = 'td' } = tokens[at] ?? {};
  const [, side] = /text-align:(left|center|right)/.exec(attribute(tokens, at, 'style')) ?? [];
  return side === undefined ? `<${tag}>` : `<${tag} class="align-${side}">`;
};

function attribute(tokens: Tokens, at: number, name: string): string {
  return String(tokens[at]?.attrGet(name) ?? '');
}

function lowered(tag: string): string {
  return `h${Math.min(6, Number(tag.slice(1)) + headingShift)}`;
}

function referenceAttributes(reference: Reference | undefined, escape: (text: string) => string): string {
  if (reference === undefined) return '';
  const target = (attributes: string): string => ` role="link" tabindex="0" ${attributes}`;
  switch (reference.kind) {
    case 'web':
      return target(`data-href="${escape(reference.href)}"`);
    case 'file': {
      const line = reference.line === undefined ? '' : ` data-line="${reference.line}"`;
      return target(`data-path="${escape(reference.path)}"${line}`);
    }
    case 'symbol':
      return target(`data-symbol="${escape(reference.name)}"`);
  }
}
