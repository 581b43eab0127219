// What browsers forbid, lack or never answer: the session lives on all the same, here with stand-ins for the browser's
// own. Real frames and settings: browser_settings.test.js.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { createClient, init } from '../dist/browser.js';

await init(await readFile(new URL('../dist/core.wasm', import.meta.url)));

const insecure = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};
const full = () => {
  throw new DOMException('There is no space left.', 'QuotaExceededError');
};

function storage(more = {}) {
  const values = new Map();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    ...more,
  };
}

const free = { request: async (name, options, use) => use({ name }) };
const denied = { request: async () => insecure() };
/** Somebody holds it for ever. */
const held = {
  request: (name, { ifAvailable, signal }, use) =>
    ifAvailable
      ? Promise.resolve(use(null))
      : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
};

/** Gives it this value, or this getter; gives the way back. */
function replace(name, part) {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { configurable: true, ...part });
  return () => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]);
}

/** A client in a browser that has these parts, the others as they should be, and a server; `wait()` outlasts a token. */
function open(t, { store = { value: storage() }, navigator = { value: { locks: free } }, channel } = {}, lockWaitMs = 5_000) {
  const listening = { addEventListener: { value() {} }, removeEventListener: { value() {} } };
  const parts = { document: { value: { cookie: '' } }, localStorage: store, navigator, ...listening };
  if (channel) parts.BroadcastChannel = channel;
  const back = Object.entries(parts).map(([name, part]) => replace(name, part));
  let given = 0;
  const fetch = async (url) => {
    const grant = { success: true, token: `t${++given}`, refreshToken: `r${given}`, expiresIn: 900, user: { id: 'u' } };
    return Response.json(/login|refresh/.test(new URL(url).pathname) ? grant : { success: true });
  };
  const { now } = Date;
  const client = createClient({ baseUrl: 'http://127.0.0.1:9', lockWaitMs, host: { fetch } });
  t.after(() => {
    client.close();
    back.forEach((undo) => undo());
    Date.now = now;
  });
  const heard = [];
  client.on(({ kind, reason }) => heard.push(reason ? `${kind} ${reason}` : kind));
  const wait = () => (Date.now = () => now() + 1_000_000);
  return { client, heard, wait };
}

for (const [about, parts, isKept] of [
  ['localStorage is forbidden', { store: { get: insecure } }, false],
  ['localStorage is forbidden, and there are no Web Locks', { store: { get: insecure }, navigator: { value: {} } }, false],
  ['localStorage is null', { store: { value: null } }, false],
  ['localStorage is null, and there are no Web Locks', { store: { value: null }, navigator: { value: {} } }, false],
  ['localStorage and Web Locks are forbidden', { store: { get: insecure }, navigator: { value: { locks: denied } } }, false],
  ['localStorage is full', { store: { value: storage({ setItem: full }) } }, false],
  ['localStorage is full, and there are no Web Locks', { store: { value: storage({ setItem: full }) }, navigator: { value: {} } }, false],
  ['a BroadcastChannel is forbidden', { channel: { value: class { constructor() { insecure(); } } } }, true],
  ['there is no BroadcastChannel', { channel: { value: undefined } }, true],
  ['Web Locks are forbidden', { navigator: { value: { locks: denied } } }, true],
  ['Web Locks throw', { navigator: { value: { locks: { request: insecure } } } }, true],
  ['the property of Web Locks throws', { navigator: { value: { get locks() { return insecure(); } } } }, true],
  ['Web Locks are null', { navigator: { value: { locks: null } } }, true],
]) {
  test(`${about}: signed in, renewed, signed out`, async (t) => {
    const { client, heard, wait } = open(t, parts);
    assert.equal((await client.session()).state, 'signed_out');
    assert.equal((await client.signInWithWechat({ code: 'c' })).state, 'signed_in');
    const { token } = await client.accessToken();
    wait();
    assert.notEqual((await client.accessToken()).token, token);
    await client.signOut();
    assert.equal(client.state, 'signed_out');
    assert.equal(heard.includes('store_failed store_unavailable'), !isKept, heard.join());
  });
}

for (const [about, locks] of [
  ['never call back', { request: () => new Promise(() => {}) }],
  ['are held by another for ever', held],
]) {
  test(`Web Locks that ${about}: an error after the time that was asked for, and the session stays`, async (t) => {
    const { client, wait } = open(t, { navigator: { value: { locks } } }, 50);
    assert.equal((await client.signInWithWechat({ code: 'c' })).state, 'signed_in');
    wait();
    await assert.rejects(client.accessToken(), { code: 'lock_timeout', action: 'retry' });
    assert.equal(client.state, 'signed_in');
  });
}

test('a store that has worked and does not any more may hold anything: nobody counts as signed out', async (t) => {
  const store = storage();
  const { client } = open(t, { store: { value: store } });
  await client.signInWithWechat({ code: 'c' });
  store.getItem = insecure;
  assert.equal((await client.session()).state, 'signed_in');
  store.removeItem = insecure;
  await assert.rejects(client.signOut(), { code: 'store_unavailable' });
});
