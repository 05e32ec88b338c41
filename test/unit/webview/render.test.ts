import assert from 'node:assert/strict';
import { createMarkdownRenderer } from '../../../src/webview/markdown/render';

const render = createMarkdownRenderer();

const cases: readonly { readonly name: string; readonly text: string; readonly html: RegExp }[] = [
  {
    name: 'HTML as text',
    text: '<img src=x onerror=alert(1)>',
    html: /^<p>&lt;img src=x onerror=alert\(1\)&gt;<\/p>/,
  },
  {
    name: 'an image as a link',
    text: '![a pixel](https://x.example/p.png)',
    html: /<a [^>]*data-href="https:\/\/x.example\/p.png">a pixel<\/a>/,
  },
  {
    name: 'a link without an address to follow',
    text: '[a](https://x.example)',
    html: /^<p><a title="https:\/\/x.example" role="link" tabindex="0" data-href=/,
  },
  {
    name: 'a link to a command as text',
    text: '[a](command:workbench.action.quit)',
    html: /^<p>\[a\]\(command:/,
  },
  { name: 'a link to a script as text', text: '[a](javascript:alert(1))', html: /^<p>\[a\]/ },
  { name: 'a link to data as text', text: '[a](data:text/html,x)', html: /^<p>\[a\]/ },
  {
    name: 'a path with its line as a file',
    text: '[cart](src/cart.ts#L12)',
    html: /data-path="src\/cart.ts" data-line="12"/,
  },
  {
    name: 'a path in inline code as a file',
    text: '`src/cart.ts:7`',
    html: /<code role="link" tabindex="0" data-path="src\/cart.ts" data-line="7">/,
  },
  {
    name: 'a telling identifier as a symbol',
    text: '`OrderQueue.takeNext()`',
    html: /data-symbol="takeNext"/,
  },
  { name: 'a common word in code as code', text: '`items`', html: /<code>items<\/code>/ },
  {
    name: 'a file name without a scheme as no site',
    text: 'see main.rs and setup.py',
    html: /^<p>see main.rs and setup.py<\/p>/,
  },
  { name: 'headings below those of the page', text: '# A', html: /^<h3>A<\/h3>/ },
  {
    name: 'aligned columns without inline styles',
    text: '|a|\n|-:|\n|1|',
    html: /<th class="align-right">a<\/th>/,
  },
  {
    name: 'code in a list with the text of its point above it, and that alone',
    text: '1. First `b.ts`.\n2. Update `src/a.ts`:\n\n   Like so:\n\n   ```ts\n   x\n   ```',
    html: /data-above="Update `src\/a.ts`:\nLike so:"/,
  },
  {
    name: 'code in a list with what stands behind its fence',
    text: '- a\n  ```ts\n  x<y\n  ```',
    html: /<pre data-info="ts" data-above="a"><code>x&lt;y\n<\/code><\/pre>/,
  },
];

describe('The Markdown of an answer', () => {
  for (const { name, text, html } of cases) {
    it(`shows ${name}`, () => assert.match(render(text), html));
  }

  for (const [what, mark] of Object.entries({
    quotes: '> ',
    lists: '- ',
    'numbered lists': '1. ',
    both: '> - ',
  })) {
    it(`shows ${what} that nest without end only so deep, and what stands in them`, () => {
      const html = render(`${mark.repeat(10_000)}deep`);
      assert.ok((html.match(/<(?:blockquote|ul|ol)>/g) ?? []).length <= 40);
      assert.match(html, /deep/);
    });
  }

  it('shows few marks in one line as what they are', () => {
    assert.equal((render(`${'- '.repeat(8)}deep`).match(/<ul>/g) ?? []).length, 8);
    assert.match(render('- - - - - - - - - - - - - - - - - - - -'), /<hr>|<ul>/);
  });
});
