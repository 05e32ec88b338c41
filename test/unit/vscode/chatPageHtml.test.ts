import assert from 'node:assert/strict';
import { chatPageHtml } from '../../../src/vscode/chatPageHtml';

const parts = {
  ...{ script: 'https://own/panel.js', style: 'https://own/style.css', source: 'https://own', nonce: 'abc' },
  language: 'zh-cn',
  words: { '</div><script>"&': '值' },
};

describe("The panel's page", () => {
  const html = chatPageHtml(parts);

  it('has a policy that allows one script, one source of styles and fonts, and nothing else', () => {
    const policy =
      /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? '';
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      "script-src 'nonce-abc'",
      'style-src https://own',
      'font-src https://own',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has no inline script and no inline style', () => {
    assert.deepEqual(html.match(/<script[^>]*>[^<]*/g), ['<script nonce="abc" src="https://own/panel.js">']);
    assert.doesNotMatch(html, /<style|style=|\son\w+=/);
  });

  it('carries its words as data that can be nothing else', () => {
    const [, data = ''] = /data-words="([^"]*)"/.exec(html) ?? [];
    assert.doesNotMatch(data, /[<>]/);
    const text = data.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    assert.deepEqual(JSON.parse(text), parts.words);
    assert.match(html, /<html lang="zh-cn">/);
  });
});
