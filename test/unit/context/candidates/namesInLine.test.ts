import assert from 'node:assert/strict';
import { namesInLine } from '../../../../src/context/candidates/namesInLine';

describe('the names in a line', () => {
  const lines: readonly (readonly [line: string, names: readonly string[]])[] = [
    ['reader.readMagic();', ['reader', 'readMagic']],
    ['open(path); // then get the code', ['open', 'path']],
    ['open(path)  # then get the code', ['open', 'path']],
    [' * gets what parseHeader made of it', ['parseHeader']],
    ['/// Makes a `MAX_SIZE` one of utf8', ['MAX_SIZE', 'utf8']],
    ["throw new Error('is not a link to the host');", ['throw', 'new', 'Error']],
    ['print("no code in here", value)', ['print', 'value']],
    ['import "example.org/render"', ['import', 'example', 'org', 'render']],
    ["get('items')", ['get', 'items']],
    ['f"{name} has {count} parts"', ['f', 'name', 'has', 'count', 'parts']],
    ['`${name} is`', ['$', 'name', 'is']],
    [
      "fn longest<'a, T>(x: &'a str, y: &'a T) {}",
      ['fn', 'longest', 'a', 'T', 'x', 'a', 'str', 'y', 'a', 'T'],
    ],
    ["let quote = '\\''; next(quote)", ['let', 'quote', 'next', 'quote']],
    ['a * b * c', ['a', 'b', 'c']],
    ['#[derive(Clone)]', ['derive', 'Clone']],
    ['this.#count += 1', ['this', 'count']],
    ['größe("über alles")', ['größe']],
  ];
  for (const [line, names] of lines) {
    it(`are those of its code: ${line.trim()}`, () => assert.deepEqual(namesInLine(line), names));
  }
});
