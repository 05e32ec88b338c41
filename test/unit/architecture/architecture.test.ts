import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { layers } from '../../../tools/layers.mjs';
import { fromRoot } from '../../../tools/root';
import { findCycle, layerOf, readSources } from './importGraph';

describe('the source tree', () => {
  const sources = readSources();
  const names = new Set(sources.map(({ name }) => name));

  it('is read with its imports', () => {
    assert.ok(sources.length > 20);
    assert.ok(sources.some(({ local }) => local.length > 0));
  });

  it('imports only files that exist', () => {
    const missing = sources.flatMap(({ name, local }) =>
      local.filter((target) => !names.has(target)).map((target) => `${name} imports ${target}`),
    );
    assert.deepEqual(missing, []);
  });

  it('has only folders with a place in the layers', () => {
    const folders = new Set(sources.map(({ name }) => layerOf(name)).filter((folder) => folder !== ''));
    assert.deepEqual(
      [...folders].filter((folder) => !(folder in layers)),
      [],
    );
  });

  it('imports only from the layers below', () => {
    const wrong = sources.flatMap(({ name, local }) => {
      const own = layerOf(name);
      const allowed = own === '' ? Object.keys(layers) : [own, ...(layers[own] ?? [])];
      const isComposition = (target: string): boolean => own === '' && layerOf(target) === '';
      return local
        .filter((target) => !allowed.includes(layerOf(target)) && !allowed.includes(target))
        .filter((target) => !isComposition(target))
        .map((target) => `${name} imports ${target}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('has no import cycle', () => {
    assert.deepEqual(findCycle(sources), undefined);
  });

  it('knows the editor only in vscode/, compose and extension', () => {
    const wrong = sources
      .filter(({ name, outside }) => outside.includes('vscode') && !['vscode', ''].includes(layerOf(name)))
      .map(({ name }) => name);
    assert.deepEqual(wrong, []);
  });

  it("uses Node's built-ins only in node/", () => {
    const builtIns = new Set(builtinModules);
    const wrong = sources.flatMap(({ name, outside }) =>
      outside
        .filter((specifier) => specifier.startsWith('node:') || builtIns.has(specifier))
        .filter(() => layerOf(name) !== 'node')
        .map((specifier) => `${name} imports ${specifier}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('has no default export', () => {
    assert.deepEqual(
      sources.filter(({ text }) => /^export default /m.test(text)).map(({ name }) => name),
      [],
    );
  });

  it('has hardly a file of more than 300 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 301).map(({ name }) => name);
    assert.ok(long.length * 50 <= sources.length, long.join(', '));
  });

  it('has every file that ARCHITECTURE.md names with its folder', () => {
    const named = [...readFileSync(fromRoot('ARCHITECTURE.md'), 'utf8').matchAll(/`([\w/]+\/\w+)\.tsx?`/g)]
      .map(([, name = '']) => name)
      .filter((name) => layerOf(name) in layers);
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter((name) => !names.has(name)),
      [],
    );
  });

  it('keeps activate in at most 40 lines', () => {
    const extension = sources.find(({ name }) => name === 'extension');
    assert.ok(extension);
    assert.ok(extension.text.split('\n').length <= 41);
  });
});
