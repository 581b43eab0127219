// The random program of tests/core/stress.cpp, compiled to WebAssembly together with the core.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { corePath } from './core.js';

const STEPS = Number(process.env.HUFU_STRESS_STEPS ?? 400_000);

test(`${STEPS} random steps break no promise of the client`, () => {
  const module = new WebAssembly.Module(readFileSync(join(dirname(corePath), 'stress.wasm')));
  const { exports } = new WebAssembly.Instance(module, {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: {
      proc_exit() {
        throw new Error('the core has given up');
      },
    },
  });
  exports._initialize();
  const at = exports.stress_run(20_261_121, STEPS);
  const memory = new Uint8Array(exports.memory.buffer);
  assert.equal(new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at))), '');
});
