import assert from 'node:assert/strict';
import { ollamaUrl } from '../../../../tools/start/chooseHost';

describe('The address in OLLAMA_HOST', () => {
  const cases: readonly [string | undefined, string][] = [
    [undefined, 'http://127.0.0.1:11434'],
    ['', 'http://127.0.0.1:11434'],
    ['gpu-box', 'http://gpu-box:11434'],
    ['gpu-box:8080', 'http://gpu-box:8080'],
    [':8080', 'http://127.0.0.1:8080'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['http://gpu-box', 'http://gpu-box:80'],
    ['https://gpu-box', 'https://gpu-box:443'],
    ['https://gpu-box:8443/ollama/', 'https://gpu-box:8443/ollama'],
  ];
  for (const [value, url] of cases) {
    it(`${JSON.stringify(value)} is ${url}`, () => assert.equal(ollamaUrl(value), url));
  }
});
