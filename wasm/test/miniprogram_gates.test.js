// What may be in files for mini-programs: the language, the names they use, their sizes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { parse } from 'acorn';
import { analyze } from 'eslint-scope';

import { folder } from './support/miniprogram.js';

const dist = new URL('../dist/', import.meta.url);
const inFolder = (name) => readFileSync(join(folder, name), 'utf8');
const inDist = (name) => readFileSync(new URL(name, dist), 'utf8');

const scripts = { 'index.js': inFolder('index.js'), 'plain/core.js': inFolder('plain/core.js') };
for (const name of ['miniprogram', 'taro', 'uni', 'plain-core']) scripts[`${name}.cjs`] = inDist(`${name}.cjs`);
const modules = Object.fromEntries(['miniprogram', 'taro', 'uni', 'plain-core'].map((name) => [`${name}.js`, inDist(`${name}.js`)]));

/** Every global name that a phone of base library 2.13 has, with what WeChat adds; anything else must be asked for by `typeof`. */
const known = new Set([
  'Array', 'ArrayBuffer', 'Boolean', 'Date', 'Error', 'Float32Array', 'Float64Array', 'Infinity', 'Int16Array', 'Int32Array',
  'Int8Array', 'JSON', 'Map', 'Math', 'NaN', 'Number', 'Object', 'Promise', 'RangeError', 'RegExp', 'Set', 'String', 'Symbol',
  'TypeError', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'WeakMap', 'undefined', 'arguments',
  'clearTimeout', 'console', 'setTimeout', 'exports', 'module', 'require',
]);
/** Those that may be missing. */
const asked = new Set(['FinalizationRegistry', 'Iterator', 'Reflect', 'Response', 'SuppressedError', 'WXWebAssembly', 'WebAssembly']);

const options = { ecmaVersion: 5, ranges: true, locations: true };

/** The ES5 inside an ES module: `export`, `import` and what they name are all that is newer. */
function bodyOf(code) {
  const module = parse(code, { ecmaVersion: 2015, sourceType: 'module', ranges: true });
  const newer = module.body.filter(({ type, declaration }) => /^(Import|Export)/.test(type) && !declaration);
  return newer.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), code);
}

/** The names that come from outside. */
function freeNames(code) {
  const manager = analyze(parse(code, options), { ecmaVersion: 5, sourceType: 'script' });
  return new Set(manager.globalScope.through.map(({ identifier }) => identifier.name));
}

for (const [name, code] of Object.entries(scripts)) {
  test(`${name} is ES5, and uses only names that phones have`, () => {
    const strange = [...freeNames(code)].filter((free) => !known.has(free));
    for (const free of strange) {
      assert.ok(asked.has(free), `${free} is used`);
      assert.match(code, new RegExp(`typeof ${free}\\b`), `${free} is used without asking whether it is there`);
    }
    assert.doesNotMatch(code, /\beval\b|\bnew Function\b|\bglobalThis\b|\bimport\(/);
  });
}

for (const [name, code] of Object.entries(modules)) {
  test(`${name} is ES5 but for import and export`, () => parse(bodyOf(code), options));
}

test('newer syntax and a foreign name would be noticed', () => {
  assert.throws(() => parse('var f = () => 1;', options));
  assert.throws(() => parse(bodyOf('var f = () => 1; export { f };'), options));
  assert.ok(freeNames('function f() { return new TextEncoder(); }').has('TextEncoder'));
});

test('core.wasm.br is core.wasm', () => {
  const packed = readFileSync(join(folder, 'core.wasm.br'));
  assert.deepEqual(brotliDecompressSync(packed), readFileSync(join(folder, 'core.wasm')));
});

const bytes = (name) => readFileSync(join(folder, name)).length;
const sizes = ['index.js', 'core.wasm', 'plain/core.js'].map((name) => `${name} ${bytes(name)}`).join(', ');

// The aims, and how far off they are: docs/decisions/0009-wasm-size.md. A `todo` runs, and its failure is shown, not counted.
test('both files together: at most 110 KB', { todo: 'core.wasm is larger' }, () => {
  assert.ok(bytes('index.js') + bytes('core.wasm') <= 112_640, sizes);
});
test('the plain core: at most 150 KB', { todo: 'it shrinks with core.wasm' }, () => {
  assert.ok(bytes('plain/core.js') <= 153_600, sizes);
});

// Lower these whenever they have become smaller.
test('nothing has grown', () => {
  console.log(`miniprogram_dist: ${sizes} bytes`);
  assert.ok(bytes('index.js') <= 56_300, sizes);
  assert.ok(bytes('plain/core.js') <= 220_400, sizes);
});
