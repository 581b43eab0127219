// Before the core is there: nobody is known to be nobody, somebody's core is fetched at once.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { instantiate } from './core.js';
import { fakeWx, load } from './support/miniprogram.js';

const baseUrl = 'https://api.example.com';
const key = 'hufu.session';
const bytes = readFileSync(new URL('../dist/core.wasm', import.meta.url));
const nobody = { state: 'signed_out', user: null, isNewUser: false, expiresInMs: 0, ended: null, assurance: '', assuranceToReach: '', link: '' };
const reply = { success: true, token: 'token-1', expiresIn: 3600, refreshToken: 'refresh-1', user: { id: 'user-1' } };

/** What a page of its own has: `hufu` as it was just loaded, a `localStorage`, an address. `fetched`: who asked for core.wasm. */
let pages = 0;
async function page(t, { href = 'https://app.example.com/', kept = {} } = {}) {
  const fetched = [];
  const values = new Map(Object.entries(kept));
  const storage = {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
  const before = { fetch: globalThis.fetch, location: globalThis.location };
  globalThis.fetch = async (url) => {
    fetched.push(String(url));
    return new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
  };
  globalThis.location = { href, protocol: 'https:' };
  t.after(() => Object.assign(globalThis, before));
  const hufu = await import(`../dist/browser.js?page=${++pages}`);
  const open = (config = {}) => {
    const host = { store: hufu.webStorage(() => storage), fetch: async () => Response.json(reply), ...config.host };
    const client = hufu.createClient({ baseUrl, ...config, host });
    t.after(() => client.close());
    return client;
  };
  return { hufu, open, fetched, values, storage };
}

/** What was begun has been asked for. */
const moment = () => new Promise((resolve) => setImmediate(resolve));

/** A record as a client has stored it. */
async function someRecord(t) {
  const { open, values } = await page(t);
  await open().signInWithWechat({ code: 'c' });
  return values.get(key);
}

test('nobody is known without the core', async (t) => {
  const { open, fetched } = await page(t);
  const client = open();
  assert.deepEqual(await client.session(), nobody);
  assert.equal(client.state, 'signed_out');
  assert.deepEqual(fetched, []);
});

test('that nobody is here is told without the core, once, and then who comes', async (t) => {
  const { open, fetched } = await page(t);
  const client = open();
  const heard = [];
  client.on(({ kind, state }) => heard.push(`${kind} ${state}`));
  const told = new Promise((resolve) => client.on(resolve));
  await client.session();
  await told;
  assert.deepEqual([heard, fetched], [['initial_session signed_out'], []]);
  await client.signInWithWechat({ code: 'c' });
  assert.deepEqual(heard, ['initial_session signed_out', 'signed_in signed_in']);
});

test('O15: who has signed out is nobody, is told so without the core, and why', async (t) => {
  const { open, values, fetched } = await page(t);
  const client = open();
  await client.signInWithWechat({ code: 'c' });
  await client.signOut();
  const { ended } = await client.session();
  assert.equal(ended.cause, 'sign_out');
  assert.equal(ended.rule, 'C9');
  assert.equal(ended.code, null);
  assert.ok(Math.abs(ended.atMs - Date.now()) < 10_000);
  assert.deepEqual([...values.keys()], [`${key}.ended`]);

  const later = await page(t, { kept: Object.fromEntries(values) });
  const visitor = later.open();
  await moment();
  assert.deepEqual(await visitor.session(), { ...nobody, ended });
  assert.deepEqual(later.fetched, []);
  assert.equal(fetched.length, 1);
  await visitor.signInWithWechat({ code: 'c' });
  assert.deepEqual([...later.values.keys()], [key]);
  assert.equal((await visitor.session()).ended, null);
});

for (const forged of ['', '{', '[]', '"refused"', '{"cause":1}']) {
  test(`O15: a note that is none: ${forged}`, async (t) => {
    const { open } = await page(t, { kept: { [`${key}.ended`]: forged } });
    assert.deepEqual(await open().session(), nobody);
  });
}

test('O15: cookies keep no note, and a cookie that calls itself one tells nothing', async (t) => {
  const { hufu, open } = await page(t);
  const jar = new Map([[`${key}.ended`, '{"cause":"refused"}']]);
  const cookies = {
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    setAll: (all) => all.forEach(({ name, value, options }) => (options.maxAge ? jar.set(name, value) : jar.delete(name))),
  };
  const client = open({ host: { store: hufu.cookieStore({ jar: cookies }) } });
  assert.deepEqual(await client.session(), nobody);
  await client.signInWithWechat({ code: 'c' });
  await client.signOut();
  assert.equal((await client.session()).ended.cause, 'sign_out'); // in memory, while the page lives
  assert.deepEqual([...jar.keys()], []);
});

test('authorize before the core is there: no token yet, as of a borrowed session', async (t) => {
  const { open, fetched } = await page(t, { kept: { [key]: await someRecord(t) } });
  const client = open();
  assert.equal(client.authorize(`${baseUrl}/x`), null);
  await moment();
  assert.equal(fetched.length, 1);
  assert.equal((await client.session()).state, 'signed_in');
  assert.equal(client.authorize(`${baseUrl}/x`).Authorization, 'Bearer token-1');
});

test('somebody: the core is fetched by createClient, once, and it alone reads the record', async (t) => {
  const { open, fetched } = await page(t, { kept: { [key]: 'no record' } });
  const client = open();
  await moment();
  assert.equal(fetched.length, 1);
  const { ended, ...session } = await client.session();
  assert.deepEqual({ ...session, ended: null }, nobody);
  assert.equal(ended.cause, 'record_broken');
  assert.equal(fetched.length, 1);
});

for (const [name, kept] of [
  ['in one cookie', [key]],
  ['in pieces', [`${key}.0`, `${key}.1`]],
  ['of nobody', []],
  ['of another key', ['sb-x-auth-token', `${key}-next`, `${key}s`]],
]) {
  test(`cookies ${name}`, async (t) => {
    const { hufu, open, fetched } = await page(t);
    const jar = { getAll: () => kept.map((each) => ({ name: each, value: 'x' })), setAll() {} };
    const client = open({ host: { store: hufu.cookieStore({ jar }) } });
    await moment();
    const isHere = kept.some((each) => /^hufu\.session(\.|$)/.test(each));
    assert.equal(fetched.length, isHere ? 1 : 0);
    const { ended, ...session } = await client.session();
    assert.deepEqual({ ...session, ended: null }, nobody);
    assert.equal(ended?.cause, isHere ? 'record_broken' : undefined);
  });
}

for (const href of ['https://app.example.com/in?code=abc&state=x', 'https://app.example.com/#error=access_denied']) {
  test(`a sign-in is on its way back: ${href}`, async (t) => {
    const { open, fetched } = await page(t, { href });
    open();
    await moment();
    assert.equal(fetched.length, 1);
  });
}

test('an address that only looks alike', async (t) => {
  const { open, fetched } = await page(t, { href: 'https://app.example.com/code=1?barcode=2&errors=3' });
  assert.deepEqual(await open().session(), nobody);
  assert.deepEqual(fetched, []);
});

for (const [name, config] of [
  ['a borrowed session', { session: 'borrowed', host: { credential: async () => '' } }],
  ['a store that does not say', { host: { store: { load: () => null, save() {}, erase() {} } } }],
  ['a jar that answers later', { jar: { getAll: async () => [], setAll() {} } }],
]) {
  test(`the core is asked, but not before it is needed: ${name}`, async (t) => {
    const { hufu, open, fetched } = await page(t);
    const { jar, ...rest } = config;
    const client = open(jar ? { host: { store: hufu.cookieStore({ jar }) } } : rest);
    await moment();
    assert.equal(fetched.length, jar ? 1 : 0); // such a jar may hold somebody
    assert.deepEqual(await client.session(), nobody);
    assert.equal(fetched.length, 1);
  });
}

test('nobody was here, and then signs in: the same client goes on', async (t) => {
  const { open } = await page(t);
  const client = open();
  const heard = [];
  client.on(({ kind }) => heard.push(kind));
  await client.session();
  await client.signInWithWechat({ code: 'c' });
  assert.equal((await client.session()).state, 'signed_in');
  assert.deepEqual(heard, ['initial_session', 'signed_in']);
});

test('nobody was here, and another tab signs in', async (t) => {
  const record = await someRecord(t);
  const { open, values, fetched } = await page(t);
  const client = open();
  const signedIn = new Promise((resolve) => client.on((event) => event.kind !== 'initial_session' && resolve(event)));
  assert.deepEqual(await client.session(), nobody);
  const tab = new BroadcastChannel(`hufu ${key}`);
  t.after(() => tab.close());
  values.set(key, record);
  tab.postMessage('signed_in');
  assert.equal((await signedIn).kind, 'signed_in');
  assert.equal((await client.session()).user.id, 'user-1');
  assert.equal(fetched.length, 1);
});

test('a store that is forbidden holds nobody', async (t) => {
  const { hufu, open, fetched } = await page(t);
  const forbidden = hufu.webStorage(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  assert.deepEqual(await open({ host: { store: forbidden } }).session(), nobody);
  assert.deepEqual(fetched, []);
});

test('preload loads once, for all clients, and waits for nothing', async (t) => {
  const { hufu, open, fetched } = await page(t, { kept: { [key]: await someRecord(t) } });
  assert.equal(hufu.preload(), undefined);
  assert.equal(hufu.preload(), undefined);
  assert.equal((await open().session()).state, 'signed_in');
  assert.equal(fetched.length, 1);
});

test('a preload that fails is no error: the first operation tries again', async (t) => {
  const { hufu, open } = await page(t, { kept: { [key]: await someRecord(t) } });
  const works = globalThis.fetch;
  globalThis.fetch = async () => new Response('gone', { status: 404 });
  hufu.preload();
  await moment();
  globalThis.fetch = works;
  assert.equal((await open().session()).state, 'signed_in');
});

test('a page looks under the key that the core takes', async (t) => {
  const { hufu } = await page(t);
  for (const [backend, url] of [
    ['unified', baseUrl],
    ['wx_login', baseUrl],
    ['gotrue', 'https://abcdefgh.supabase.co'],
    ['gotrue', 'https://ABCDEFGH.supabase.co/'],
    ['gotrue', 'https://api.example.com:8443/prefix'],
    ['gotrue', 'http://localhost:54321'],
    ['gotrue', 'http://127.0.0.1:54321'],
    ['gotrue', 'http://[::1]:54321'],
  ]) {
    const looked = [];
    const store = { holds: (name) => looked.push(name) > 1, load: () => null, save() {}, erase() {} };
    hufu.createClient({ baseUrl: url, backend, host: { store } }).close();
    const core = instantiate().open({ base_url: url, backend });
    core.begin('session', '{}', { wall: 0, uptime: 0 });
    const load = core.drain().map((text) => JSON.parse(text)).find(({ kind }) => kind === 'load');
    assert.deepEqual(looked, [load.key], url);
  }
});

test('a mini-program: nobody is known without the core', async (t) => {
  const hufu = load();
  const wx = fakeWx({ code: async () => 'c' });
  const client = hufu.createClient({ baseUrl, host: hufu.wxHost(wx) });
  t.after(() => client.close());
  assert.deepEqual({ ...(await client.session()) }, nobody);
  assert.deepEqual(hufu.asked, []);
  wx.stored.set('plain hufu.session', 'no record');
  const second = hufu.createClient({ baseUrl, host: hufu.wxHost(wx) });
  t.after(() => second.close());
  await moment();
  assert.equal(hufu.asked.length, 1);
});
