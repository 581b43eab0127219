// Both modules themselves: what they need, what they offer, which engines can run them, how large they are.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

import { corePath, instantiate, mvpPath } from './core.js';

const names = (list) => list.map(({ module: from, name, kind }) => `${kind} ${from ? `${from}.` : ''}${name}`);

const places = { 'core.wasm': corePath, 'core.wasm of mini-programs': mvpPath };

/** Proposals that wabt 1.0.32 takes for granted: those of which only core.wasm for today's engines has opcodes, and others. */
const todays = ['--disable-saturating-float-to-int', '--disable-sign-extension', '--disable-bulk-memory'];
const later = ['--disable-multi-value', '--disable-mutable-globals', '--disable-simd', '--disable-reference-types'];
const needsWabt = { skip: spawnSync('wasm-validate', ['--version']).status !== 0 && 'needs wabt' };
const isValid = (path, ...disabled) => spawnSync('wasm-validate', [...disabled, path]).status === 0;

for (const [name, path] of Object.entries(places)) {
  const module = new WebAssembly.Module(readFileSync(path));

  test(`${name} imports nothing`, () => assert.deepEqual(names(WebAssembly.Module.imports(module)), []));

  test(`${name} exports the C ABI, the memory, and what Emscripten adds`, () => {
    assert.deepEqual(names(WebAssembly.Module.exports(module)).sort(), [
      'function __errno_location',
      'function _initialize',
      'function hufu_alloc',
      'function hufu_authorize',
      'function hufu_begin',
      'function hufu_cancel',
      'function hufu_close',
      'function hufu_cookies_decode',
      'function hufu_cookies_encode',
      'function hufu_free',
      'function hufu_good_for',
      'function hufu_next',
      'function hufu_open',
      'function hufu_open_error',
      'function hufu_person',
      'function hufu_resolve',
      'function hufu_signer_version',
      'function hufu_state',
      'function hufu_version',
      'function hufu_wake',
      'function stackAlloc',
      'function stackRestore',
      'function stackSave',
      'memory memory',
      'table __indirect_function_table',
    ]);
  });
}

test('the module of mini-programs uses only opcodes of the first WebAssembly', needsWabt, () => {
  assert.ok(isValid(mvpPath, ...todays, ...later));
});

test('core.wasm uses opcodes that every engine has today, and no others', needsWabt, () => {
  assert.ok(isValid(corePath, ...later));
  for (const one of todays) assert.ok(!isValid(corePath, one), `${one} would have been noticed`);
});

test('a later opcode would be noticed', needsWabt, () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hufu-')), 'later.wasm');
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const type = [1, 5, 1, 0x60, 0, 1, 0x6f]; // () -> externref
  const body = [10, 6, 1, 4, 0, 0xd0, 0x6f, 0x0b]; // ref.null extern
  writeFileSync(file, Uint8Array.from([...header, ...type, 3, 2, 1, 0, ...body]));
  assert.ok(isValid(file));
  assert.ok(!isValid(file, ...later));
});

/** Raw, and with brotli. */
const sizeOf = (path) => {
  const bytes = readFileSync(path);
  return [bytes.length, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length];
};

// What they must not grow beyond. Lower these whenever they have become smaller; the goals are in tests/bench/js/sizes.mjs.
test('they have not grown', () => {
  const [[raw, packed], [mvp]] = [sizeOf(corePath), sizeOf(mvpPath)];
  const sizes = `core.wasm: ${raw} bytes, ${packed} with brotli; of mini-programs: ${mvp} bytes`;
  console.log(sizes);
  assert.ok(raw <= 125_640 && packed <= 47_480 && mvp <= 126_240, sizes);
});

test('it says why a client cannot be opened', () => {
  const core = instantiate();
  const refused = (config) => {
    try {
      core.open(config).close();
    } catch (error) {
      return JSON.parse(error.message);
    }
    return assert.fail('it was opened');
  };
  assert.equal(refused({ base_url: 'ftp://x' }).code, 'invalid_argument');
  assert.equal(refused({ base_url: 'https://x', platform: 'fridge' }).detail, 'platform');
  assert.equal(refused({ base_url: 5 }).detail, 'base_url');
  assert.equal(refused([]).detail, 'config');
});

test('it has the version of the package', () => {
  const core = instantiate();
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  assert.equal(core.text(core.exports.hufu_version()), version);
});
