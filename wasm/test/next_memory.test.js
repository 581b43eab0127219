// A server that renders for weeks: nobody closes the client of a page, and nothing grows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';

const pages = process.env.HUFU_TEST_FULL ? 100_000 : 4_000;
const perRound = 1_000;

// Before the package is loaded: the memory of its core.
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  ({ memory } = (made.instance ?? made).exports);
  return made;
};
const { createServerClient } = await import('./support/next.js');

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

const user = { id: 'user-1', aud: 'authenticated', role: 'authenticated', email: 'ada@example.com', user_metadata: {} };
const session = { access_token: 'x'.repeat(700), token_type: 'bearer', expires_in: 900, refresh_token: 'refresh-1', user };
const cookie = () => {
  const text = JSON.stringify({ ...session, expires_at: Math.floor(Date.now() / 1000) + 900 });
  return { name: 'sb-127-auth-token', value: `base64-${Buffer.from(text).toString('base64url')}` };
};
const cookies = { getAll: () => [cookie()], set: () => assert.fail('nothing is to be set') };
const options = { baseUrl: 'http://127.0.0.1:1', backend: 'gotrue', appKey: 'key' };

async function round() {
  for (let i = 0; i < perRound; ++i) {
    assert.equal((await createServerClient(cookies, options).session()).unverified.state, 'signed_in');
  }
  await pause(400); // clients that have nothing to do are put away
  collect();
  await pause(0); // and those that nobody holds are forgotten
  collect();
  return process.memoryUsage().heapUsed;
}

test(`${pages} pages leave nothing behind`, async () => {
  await round();
  const early = await round();
  let late = early;
  for (let made = 0; made < pages; made += perRound) late = await round();
  assert.ok(late - early < 3_000_000, `${early} bytes became ${late}`);
  assert.ok(memory.buffer.byteLength <= 8_000_000, `${memory.buffer.byteLength} bytes of the core`);
});
