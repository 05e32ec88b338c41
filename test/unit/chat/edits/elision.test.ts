import assert from 'node:assert/strict';
import { hidesCode, isElision } from '../../../../src/chat/edits/elision';

describe('left-out code', () => {
  const stands: readonly (readonly [line: string, language: string])[] = [
    ['// ... existing code ...', 'ts'],
    ['    // … existing code …', 'ts'],
    ['# ... existing code ...', 'python'],
    ['-- ... rest of the query ...', 'sql'],
    ['/* ... other rules ... */', 'css'],
    ['{/* ... existing code ... */}', 'tsx'],
    ['<!-- ... existing markup ... -->', 'html'],
    [';; ... existing code ...', 'clojure'],
    ['% ... unchanged ...', 'erlang'],
    ['(* ... existing code ... *)', 'ocaml'],
    ['// ...', 'go'],
    ['# ...', 'ruby'],
    ['...', 'rust'],
    ['…', 'python'],
    ['[...]', 'c'],
    ['// ... other methods', 'java'],
    ['// previous imports ...', 'ts'],
    ['// rest of the code remains unchanged', 'ts'],
    ['# The rest of your file stays the same.', 'python'],
    ['// Existing code here', 'ts'],
    ['// (unchanged)', 'ts'],
    ['... existing code ...', 'ts'],
    ['// (rest of the code remains the same)', 'ts'],
    ['// keep existing code', 'ts'],
    ['// same as before', 'ts'],
    ['// [unchanged code]', 'ts'],
    ['// --- rest of file unchanged ---', 'ts'],
    ['<!-- rest of the template -->', 'html'],
    ['// ---- snip ----', 'ts'],
    ['// <rest of code>', 'ts'],
    ['// ⋮', 'ts'],
    ['# (existing code)', 'python'],
    ['// All other functions remain the same', 'ts'],
    ['// No changes to the rest of the file', 'ts'],
    ['// Code above remains unchanged', 'ts'],
    ['// Your existing routes go here', 'ts'],
    ['{/* Rest of the form */}', 'tsx'],
    ['/* existing styles */', 'css'],
    ['// {... existing code ...}', 'ts'],
    ['// 其他代码保持不变', 'ts'],
    ['# 省略其他代码', 'python'],
    ['# ...其余部分保持不变', 'python'],
    ['// 原有代码...', 'ts'],
  ];
  for (const [line, language] of stands)
    it(`is what ${JSON.stringify(line)} stands for in ${language}`, () =>
      assert.ok(isElision(line, language)));

  const code: readonly (readonly [line: string, language: string])[] = [
    ['...', 'python'],
    ['    ...', 'pyi'],
    ['...props,', 'ts'],
    ['const all = [...items];', 'ts'],
    ['// Waits for the rest of the arguments to arrive.', 'ts'],
    ['// Existing users keep their code.', 'ts'],
    ['# Other imports are read later, see below for the code', 'python'],
    ['// TODO: handle more', 'ts'],
    ['// existing users are skipped', 'ts'],
    ['// other cases are errors', 'ts'],
    ['// Code points above 0xffff', 'ts'],
    ['// existing code paths must not throw', 'ts'],
    ['// Keep the order', 'ts'],
    ['# rest of the week', 'python'],
    ['log("...");', 'ts'],
    ['', 'ts'],
    ['// and so on: a, b, c…', 'ts'],
  ];
  for (const [line, language] of code)
    it(`is not what ${JSON.stringify(line)} stands for in ${language}`, () =>
      assert.ok(!isElision(line, language)));

  it('is found in the middle of a line too', () => {
    assert.ok(hidesCode('function a() { ... }', 'js'));
    assert.ok(hidesCode('function a() { /* ... existing code ... */ }', 'js'));
    assert.ok(hidesCode('foo(a, b); // ... rest of function unchanged', 'js'));
    assert.ok(!hidesCode('} catch (...) {', 'cpp'));
    assert.ok(!hidesCode('const all = { ...rest };', 'js'));
    assert.ok(!hidesCode('// ... existing code ...', 'js'));
  });
});
