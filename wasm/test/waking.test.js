// The network is back, or somebody looks: what could reach nobody is tried at once (hosts; the core says what of it waits).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { createClient, init } from '../dist/browser.js';
import { fakeWx, load } from './support/miniprogram.js';

await init(await readFile(new URL('../dist/core.wasm', import.meta.url)));

const grant = () => ({ success: true, token: crypto.randomUUID(), refreshToken: 'r', expiresIn: 60, user: { id: 'u' } });

/** A network that can be off, and a clock that the test moves. */
function world(t) {
  const { now } = Date;
  t.after(() => (Date.now = now));
  const world = {
    isOff: false,
    asked: 0,
    pass: (ms) => {
      const before = Date.now;
      Date.now = () => before() + ms;
    },
    fetch: async () => {
      world.asked += 1;
      if (world.isOff) throw new TypeError('Failed to fetch');
      return Response.json(grant());
    },
  };
  return world;
}

/** Offline with an expired token until the core waits before it tries again. */
async function backOff(world, client) {
  await client.signInWithWechat({ code: 'c' });
  world.isOff = true;
  world.pass(120_000);
  await assert.rejects(client.accessToken(), { code: 'network' });
  world.asked = 0;
  await assert.rejects(client.accessToken(), { code: 'network' });
  assert.equal(world.asked, 0, 'it waits');
  world.isOff = false;
}

/** A page's own, as far as it tells of network and person. */
function openPage(t, world) {
  const page = Object.assign(new EventTarget(), { visibilityState: 'hidden', cookie: '' });
  const window = new EventTarget();
  const names = ['document', 'addEventListener', 'removeEventListener', 'localStorage'];
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  const values = new Map();
  const localStorage = { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => values.set(key, value), removeItem: (key) => values.delete(key) };
  const put = [page, window.addEventListener.bind(window), window.removeEventListener.bind(window), localStorage];
  names.forEach((name, i) => Object.defineProperty(globalThis, name, { configurable: true, value: put[i] }));
  const client = createClient({ baseUrl: 'http://127.0.0.1:9', host: { fetch: world.fetch } });
  t.after(() => {
    client.close();
    for (const [name, own] of before) {
      if (own) Object.defineProperty(globalThis, name, own);
      else delete globalThis[name];
    }
  });
  return { page, window, client };
}

for (const [about, tell] of [
  ['the network is back', ({ window }) => window.dispatchEvent(new Event('online'))],
  ['the page is shown again', ({ window }) => window.dispatchEvent(new Event('pageshow'))],
  ['the person comes back to the tab', ({ page }) => {
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
  }],
]) {
  test(`in a page: ${about}, and the next request is sent at once`, async (t) => {
    const here = world(t);
    const place = openPage(t, here);
    await backOff(here, place.client);
    tell(place);
    assert.ok((await place.client.accessToken()).token);
    assert.equal(here.asked, 1);
  });
}

test('in a page that is hidden, or when the tab is left, nothing is hurried', async (t) => {
  const here = world(t);
  const { page, client } = openPage(t, here);
  await backOff(here, client);
  page.dispatchEvent(new Event('visibilitychange'));
  await assert.rejects(client.accessToken(), { code: 'network' });
  assert.equal(here.asked, 0);
});

for (const [about, tell] of [
  ['the network is back', (wx, hear) => hear({ isConnected: true })],
  ['it is shown again', (wx) => wx.show()],
]) {
  test(`in a mini-program: ${about}, and the next request is sent at once`, async (t) => {
    const { createClient: create, wxHost } = load();
    const heard = new Set();
    const state = { isOff: false, asked: 0 };
    const request = ({ success, fail }) => {
      state.asked += 1;
      setTimeout(() => (state.isOff ? fail({ errMsg: 'request:fail ' }) : success({ statusCode: 200, data: JSON.stringify(grant()), header: { 'content-type': 'application/json' } })));
      return { abort() {} };
    };
    const wx = fakeWx(null, {
      request,
      onNetworkStatusChange: (hear) => heard.add(hear),
      offNetworkStatusChange: (hear) => heard.delete(hear),
    });
    const host = wxHost(wx);
    let passed = 0;
    const now = () => ({ wall: Date.now() + passed, uptime: Date.now() + passed });
    const client = create({ baseUrl: 'http://127.0.0.1:9', host: { ...host, now, wall: () => now().wall } });
    t.after(() => client.close());
    const here = Object.defineProperty({ pass: (ms) => (passed += ms) }, 'isOff', { set: (off) => (state.isOff = off) });
    Object.defineProperty(here, 'asked', { get: () => state.asked, set: (count) => (state.asked = count) });
    await backOff(here, client);
    for (const hear of heard) hear({ isConnected: false });
    await assert.rejects(client.accessToken(), { code: 'network' });
    assert.equal(state.asked, 0, 'the network has gone, not come');
    tell(wx, (status) => heard.forEach((hear) => hear(status)));
    assert.ok((await client.accessToken()).token);
    assert.equal(state.asked, 1);
    client.close();
    assert.equal(heard.size, 0);
  });
}
