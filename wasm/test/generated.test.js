// 5,000 generated cases (W1): the native core says the same, byte for byte.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { instantiate, instantiateMvp, instantiatePlain } from './core.js';
import { hashAll } from './generated/hashes.js';
import { hashesFile } from './generated/program.js';

const recorded = JSON.parse(readFileSync(hashesFile, 'utf8'));

test('5,000 generated cases are answered as they were recorded', () => {
  assert.deepEqual(hashAll(instantiate()), recorded);
});

test('with the opcodes of mini-programs the answers are the same', () => {
  assert.deepEqual(hashAll(instantiateMvp()), recorded);
});

test('the plain core answers the same', async () => {
  assert.deepEqual(hashAll(await instantiatePlain()), recorded);
});

test('the memory of the plain core grows', async () => {
  const core = await instantiatePlain();
  const before = core.exports.memory.buffer.byteLength;
  const client = core.open({ base_url: 'https://api.example.com' });
  const text = 'half '.repeat(200_000);
  const now = { wall: 1_800_000_000_000, uptime: 0 };
  client.begin('update_profile', JSON.stringify({ nickname: text }), now);
  assert.ok(core.exports.memory.buffer.byteLength > before);
  assert.ok(client.drain().length > 0);
  assert.equal(client.state(), 'signed_out');
});
