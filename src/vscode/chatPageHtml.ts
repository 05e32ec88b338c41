/** Addresses that the page may load, as the webview knows them, and what it is told from the start. */
export interface ChatPageParts {
  readonly script: string;
  readonly style: string;
  /** The webview's own source for its policy. */
  readonly source: string;
  readonly nonce: string;
  /** VS Code's language, such as `de` or `zh-cn`. */
  readonly language: string;
  /** From English to that language; empty for English. */
  readonly words: Readonly<Record<string, string>>;
}

/** The page runs one script, knows its own style sheet and font, and reaches nothing else. */
export function chatPageHtml({ script, style, source, nonce, language, words }: ChatPageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${escapeAttribute(style)}">
    <title>Fillwright</title>
  </head>
  <body>
    <div id="root" data-words="${escapeAttribute(JSON.stringify(words))}"></div>
    <script nonce="${nonce}" src="${escapeAttribute(script)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
