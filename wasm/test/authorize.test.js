// The hot path keeps what the core said, and only as long as the core says: clocks that jump, a
// token's end and a sign-out are seen by the next call.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient, webHost } from './support/client.js';

const baseUrl = 'https://api.example.com';
const url = `${baseUrl}/api/orders`;
const lifetimeMs = 900_000;
const hour = 3_600_000;

const signedIn = () =>
  Response.json({ success: true, token: 'access-1', expiresIn: lifetimeMs / 1000, refreshToken: 'refresh-1', user: { id: 'user-1' } });

/** A signed-in client, whose clocks the test sets. */
async function clientWithClocks(t) {
  const clocks = { wall: 1_800_000_000_000, uptime: 5_000 };
  const host = {
    ...webHost({ fetch: async () => signedIn() }),
    now: () => ({ wall: clocks.wall, uptime: clocks.uptime }),
    wall: () => clocks.wall,
  };
  const client = createClient({ baseUrl, host });
  t.after(() => client.close());
  await client.signInWithWechat({ code: 'wx-code' });
  return { client, clocks };
}

test('the headers are the same object, for other paths and times too', async (t) => {
  const { client, clocks } = await clientWithClocks(t);
  const headers = client.authorize(url);
  assert.equal(headers.Authorization, 'Bearer access-1');
  clocks.wall += 500;
  clocks.uptime += 500;
  assert.equal(client.authorize(url), headers);
  assert.equal(client.authorize(`${baseUrl}/other`), headers);
  clocks.wall += 10_000;
  clocks.uptime += 10_000;
  assert.equal(client.authorize(url), headers);
});

test('a token ends by the clock that goes on while the other is set back', async (t) => {
  const { client, clocks } = await clientWithClocks(t);
  assert.ok(client.authorize(url));
  clocks.uptime += lifetimeMs;
  clocks.wall -= hour;
  assert.equal(client.authorize(url), null);
});

test('after a sleep in which the uptime stood still, no old token is given', async (t) => {
  const { client, clocks } = await clientWithClocks(t);
  assert.ok(client.authorize(url));
  clocks.wall += hour;
  assert.equal(client.authorize(url), null);
});

test('the last second of a token is not stretched', async (t) => {
  const { client, clocks } = await clientWithClocks(t);
  let last = 0;
  for (let passed = 0; passed < lifetimeMs; passed += 100) {
    if (client.authorize(url)) last = passed;
    clocks.wall += 100;
    clocks.uptime += 100;
  }
  // 60 s before its end a token is renewed.
  assert.equal(last, lifetimeMs - 60_000 - 100);
});

test('another origin is refused, however good the last answer still is', async (t) => {
  const { client } = await clientWithClocks(t);
  assert.ok(client.authorize(url));
  const asked = 'https://api.example.com.evil.example/api/orders?secret';
  assert.throws(() => client.authorize(asked), { code: 'origin_refused', detail: 'https://api.example.com.evil.example' });
});

test('no headers after a sign-out, nor a token after close', async (t) => {
  const { client } = await clientWithClocks(t);
  assert.ok(client.authorize(url));
  assert.equal((await client.accessToken()).token, 'access-1');
  await client.signOut({ scope: 'local' });
  assert.equal(client.authorize(url), null);
  await assert.rejects(client.accessToken(), { code: 'signed_out' });
  client.close();
  assert.equal(client.authorize(url), null);
});

test('a kept token says how long it is good by now', async (t) => {
  const { client, clocks } = await clientWithClocks(t);
  const first = await client.accessToken();
  clocks.wall += 400;
  clocks.uptime += 400;
  const second = await client.accessToken();
  assert.deepEqual(second, { token: first.token, expiresInMs: first.expiresInMs - 400 });
});
