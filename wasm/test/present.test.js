// What a client has to show: by the host's present, or by that of one call.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createClient } from './support/client.js';

test('the code of a device is shown with the time that it is good for; a page has none', async () => {
  const shown = [];
  const grant = { device_code: 'd', user_code: 'BCDFG-HJKLM', number: '42', verification_uri: 'https://x.example/device', expires_in: 300, interval: 5 };
  const stop = new AbortController();
  const asked = [];
  const fetch = async (url) => asked.push(new URL(url).pathname) && Response.json(grant);
  const host = { present: (what) => shown.push(what) && stop.abort(), fetch };
  const client = createClient({ baseUrl: 'https://x.example', host });
  await assert.rejects(client.signInByScan({}, { signal: stop.signal }), { code: 'cancelled' });
  assert.deepEqual(shown, [
    {
      show: 'show_code', state: 'pending', url: 'https://x.example/device', code: 'BCDFG-HJKLM', number: '42',
      picture: '', scanKind: '', signIn: 'd', expiresInMs: 300_000,
    },
  ]);
  assert.deepEqual(asked, ['/oauth/device_authorization', '/oauth/device_close']);
  client.close();
  const other = createClient({ baseUrl: 'https://x.example', backend: 'gotrue', appKey: 'key', host });
  await other.signInWithOauth({ provider: 'wechat_qr', redirectTo: 'https://y.example/back' });
  assert.deepEqual(shown[1], { ...shown[1], show: 'open_url', code: '', picture: '', state: '', signIn: '', expiresInMs: 0 });
  other.close();
});

test('a call shows what it has to show by its own present; given up, it is over at the server', async () => {
  let close;
  const closed = new Promise((resolve) => (close = resolve));
  const codes = ['one', 'two'];
  const ask = async (url, { body }) => {
    if (url.endsWith('/device_close')) close(new URLSearchParams(body).get('device_code'));
    if (!url.endsWith('/device_authorization')) return new Response(null, { status: 204 });
    const code = codes.shift();
    return Response.json({ device_code: code, user_code: code, verification_uri: 'https://x.example/device', expires_in: 300, interval: 5 });
  };
  const host = { present: () => assert.fail('not by the host'), fetch: ask };
  const client = createClient({ baseUrl: 'https://x.example', host });
  const stops = [new AbortController(), new AbortController()];
  const shown = await Promise.all(
    stops.map(({ signal }) => new Promise((resolve) => client.signInByScan({}, { signal, present: resolve }).catch(() => {}))),
  );
  assert.deepEqual(shown.map(({ code }) => code), ['one', 'two']);
  stops[1].abort();
  assert.equal(await closed, 'two');
  client.close();
});
