// The random program of tests/core/stress.cpp, compiled to WebAssembly together with the core.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { linked } from './core.js';

const STEPS = Number(process.env.HUFU_STRESS_STEPS ?? 400_000);

/** Starts a program; gives what it has to say: nothing, if nothing was wrong. */
function run(file, entry, ...args) {
  const module = new WebAssembly.Module(readFileSync(join(linked, file)));
  const { exports } = new WebAssembly.Instance(module);
  exports._initialize();
  const at = exports[entry](...args);
  const memory = new Uint8Array(exports.memory.buffer);
  return new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at)));
}

test(`${STEPS} random steps break no promise of the client`, () => {
  assert.equal(run('stress.wasm', 'stress_run', 20_261_121, STEPS), '');
});

for (const file of ['memory_mvp_stress.wasm', 'memory_today_stress.wasm']) {
  test(`${file}: ${STEPS / 4} random blocks and copies hold what was written`, () => {
    assert.equal(run(file, 'memory_stress_run', 20_261_128, STEPS / 4), '');
  });
}
