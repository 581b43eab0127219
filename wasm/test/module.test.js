// The module itself: what it needs, what it offers, which engines can run it, how large it is.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

import { corePath, instantiate } from './core.js';

const bytes = readFileSync(corePath);
const module = new WebAssembly.Module(bytes);
const names = (list) => list.map(({ module: from, name, kind }) => `${kind} ${from ? `${from}.` : ''}${name}`);

/** Every proposal that wabt 1.0.32 takes for granted. */
const mvpOnly = [
  '--disable-mutable-globals',
  '--disable-saturating-float-to-int',
  '--disable-sign-extension',
  '--disable-simd',
  '--disable-multi-value',
  '--disable-bulk-memory',
  '--disable-reference-types',
];
const wabt = spawnSync('wasm-validate', ['--version']).status === 0;

test('it imports two functions and nothing else', () => {
  assert.deepEqual(names(WebAssembly.Module.imports(module)).sort(), [
    'function env.emscripten_notify_memory_growth',
    'function wasi_snapshot_preview1.proc_exit',
  ]);
});

test('it exports the C ABI, the memory, and what Emscripten adds', () => {
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

test('it uses only opcodes of the first WebAssembly', { skip: !wabt && 'needs wabt' }, () => {
  execFileSync('wasm-validate', [...mvpOnly, corePath]);
});

test('a later opcode would be noticed', { skip: !wabt && 'needs wabt' }, () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hufu-')), 'later.wasm');
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const type = [1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f]; // (i32) -> i32
  const body = [10, 7, 1, 5, 0, 0x20, 0, 0xc0, 0x0b]; // local.get 0, i32.extend8_s
  writeFileSync(file, Uint8Array.from([...header, ...type, 3, 2, 1, 0, ...body]));
  execFileSync('wasm-validate', [file]);
  assert.notEqual(spawnSync('wasm-validate', [...mvpOnly, file]).status, 0);
});

const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
const sizes = `${bytes.length} bytes, ${packed.length} with brotli`;

// The aim, and how far off it is: docs/decisions/0009-wasm-size.md. A `todo` runs, and its failure is shown, not counted.
test('it is at most 60 KB, and 26 KB with brotli', { todo: 'core.wasm is larger' }, () => {
  assert.ok(bytes.length <= 61_440 && packed.length <= 26_624, sizes);
});

// What it must not grow beyond meanwhile. Lower these two whenever it has become smaller.
test('it has not grown', () => {
  console.log(`core.wasm: ${sizes}`);
  assert.ok(bytes.length <= 141_700 && packed.length <= 53_400, sizes);
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
