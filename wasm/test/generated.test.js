// 5,000 generated cases (W1): the native core says the same, byte for byte.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { instantiate } from './core.js';
import { hashAll } from './generated/hashes.js';
import { hashesFile } from './generated/program.js';

test('5,000 generated cases are answered as they were recorded', () => {
  assert.deepEqual(hashAll(instantiate()), JSON.parse(readFileSync(hashesFile, 'utf8')));
});
