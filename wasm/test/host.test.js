// The host of browsers, Node and edge runtimes, part by part.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { build } from 'esbuild';

import {
  clientOf,
  cookieStore,
  cookieText,
  createClient,
  memoryStore,
  openStore,
  pageCookies,
  webHost,
  webStorage,
} from './support/client.js';
import { noServer, startServer } from '../../tests/support/server.js';

/** A module of the package that no entry exports. */
async function inside(path) {
  const built = await build({
    entryPoints: [new URL(`../src/${path}`, import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].text).toString('base64')}`);
}
const { leases, localLocks } = await inside('host/locks.ts');

const calm = () => new AbortController().signal;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function serve(t, answer) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** An address where nobody listens any more. */
async function closedPort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}

const call = (url, more) => ({ flow: 'test', method: 'GET', url, headers: [], body: '', ...more });

/** `localStorage` as several tabs see it. */
function fakeStorage() {
  const values = new Map();
  return {
    values,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, String(value)),
    removeItem: (key) => void values.delete(key),
  };
}

// ---- HTTP ---------------------------------------------------------------------------------------

test('an answer comes whole; a redirect is not followed; no cookie is sent', async (t) => {
  const url = await serve(t, (request, response) => {
    assert.equal(request.headers.cookie, undefined);
    if (request.url === '/redirect') response.writeHead(302, { Location: '/elsewhere' });
    else response.writeHead(201, { 'X-Seen': request.method });
    request.pipe(response);
  });
  const host = webHost();
  const answer = await host.http(call(`${url}/x`, { method: 'POST', body: '{"é":1}' }), calm());
  assert.equal(answer.status, 201);
  assert.equal(answer.body, '{"é":1}');
  assert.equal(new Map(answer.headers).get('x-seen'), 'POST');
  assert.equal((await host.http(call(`${url}/redirect`), calm())).status, 302);
});

test('an answer of more than 1 MiB, of no end, or none at all is a failure with a name', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/huge') response.end('x'.repeat(1_048_577));
    else if (request.url === '/most') response.end('x'.repeat(1_048_576));
    else if (request.url === '/cut') response.socket.destroy();
    else response.write('x');
  });
  const host = webHost();
  assert.equal((await host.http(call(`${url}/most`), calm())).body.length, 1_048_576);
  await assert.rejects(host.http(call(`${url}/huge`), calm()), { code: 'malformed_reply' });
  await assert.rejects(host.http(call(`${url}/cut`), calm()), { code: 'network' });
  await assert.rejects(host.http(call(await closedPort()), calm()), { code: 'network', message: 'ECONNREFUSED' });

  const stop = new AbortController();
  const endless = host.http(call(`${url}/endless`), stop.signal);
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(endless, { code: 'network' });
});

test('after 30 s it is over, also in the midst of the body', async (t) => {
  const url = await serve(t, (request, response) => response.write('x'));
  const real = globalThis.setTimeout;
  const asked = [];
  globalThis.setTimeout = (run, ms, ...rest) => {
    if (ms >= 10_000) asked.push(ms);
    return real(run, ms === 30_000 ? 50 : ms, ...rest);
  };
  t.after(() => (globalThis.setTimeout = real));
  await assert.rejects(webHost().http(call(url), calm()), { code: 'timeout' });
  assert.ok(asked.includes(30_000));
});

// ---- cryptography -------------------------------------------------------------------------------

test('random bytes and SHA-256 are those of WebCrypto', async () => {
  const host = webHost();
  assert.equal((await host.random(32)).length, 32);
  assert.notDeepEqual(await host.random(32), await host.random(32));
  const hash = await host.digest(new TextEncoder().encode('abc'));
  assert.equal(Buffer.from(hash).toString('hex'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('without WebCrypto a sign-in that needs secrets is refused', async (t) => {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
  t.after(() => Object.defineProperty(globalThis, 'crypto', real));
  for (const crypto of [undefined, { getRandomValues: (bytes) => bytes, subtle: undefined }]) {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
    const shown = [];
    const client = createClient({
      baseUrl: 'https://x.example',
      backend: 'gotrue',
      appKey: 'key',
      host: { present: (what) => void shown.push(what) },
    });
    const started = client.signInWithOauth({ provider: 'wechat_qr', redirectTo: 'https://y.example' });
    await assert.rejects(started, { code: 'unsupported' });
    assert.deepEqual(shown, []);
    client.close();
  }
});

test('PKCE: the page gets the challenge, the store the verifier', async () => {
  const shown = [];
  const store = openStore();
  const client = createClient({
    baseUrl: 'https://x.example',
    backend: 'gotrue',
    appKey: 'key',
    host: { store, present: (what) => void shown.push(what) },
  });
  await client.signInWithOauth({ provider: 'wechat_qr', redirectTo: 'https://y.example/back' });
  const verifier = JSON.parse([...store.values].find(([key]) => key.endsWith('-code-verifier'))[1]);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const page = new URL(shown[0].url);
  assert.equal(shown[0].show, 'open_url');
  assert.equal(page.searchParams.get('code_challenge'), Buffer.from(hash).toString('base64url'));
  assert.equal(page.searchParams.get('code_challenge_method')?.toLowerCase(), 's256');
  client.close();
});

// ---- stores -------------------------------------------------------------------------------------

/** A jar as a page has it, with the cookies' attributes. */
function jarOf(values = new Map()) {
  const texts = [];
  return {
    values,
    texts,
    getAll: () => [...values].map(([name, value]) => ({ name, value })),
    setAll: (cookies) => {
      for (const cookie of cookies) {
        texts.push(cookieText(cookie));
        if (cookie.options.maxAge === 0) values.delete(cookie.name);
        else values.set(cookie.name, cookie.value);
      }
    },
  };
}

test('a session in cookies: in chunks, read again, foreign ones left alone, gone after sign-out', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const person = await server.person({ nickname: '小明'.repeat(8) });
  const jar = jarOf(new Map([['theme', 'dark']]));
  const config = { storageKey: 'sb-x-auth-token', host: { store: cookieStore({ jar, attributes: { secure: true } }) } };
  const one = clientOf(t, server, person, config);
  await one.signInWithWechat();
  const names = [...jar.values.keys()];
  assert.ok(names.some((name) => name.startsWith('sb-x-auth-token')), names.join());
  for (const text of jar.texts) assert.match(text, /; Path=\/; Max-Age=34560000; SameSite=lax; Secure$/);

  const two = clientOf(t, server, person, config);
  assert.equal((await two.session()).state, 'signed_in');
  assert.equal((await two.fetchProfile()).id, (await one.user()).id);
  await two.signOut();
  assert.deepEqual([...jar.values], [['theme', 'dark']]);
});

test('a missing chunk counts as no session', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const jar = jarOf(new Map([['sb-x-auth-token.1', 'abc'], ['sb-x-auth-token', 'base64-!!']]));
  const client = clientOf(t, server, await server.person(), {
    storageKey: 'sb-x-auth-token',
    host: { store: cookieStore({ jar }) },
  });
  assert.equal((await client.session()).state, 'signed_out');
  await client.signInWithWechat();
  assert.equal(client.state, 'signed_in');
});

test('what cannot be read is removed from cookies, and not kept beside: they travel with every request', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const name = 'sb-x-auth-token';
  for (const text of ['{"access_token":"a', 'base64-eyJhIjox']) {
    const jar = jarOf(new Map([[name, text], [`${name}.set-aside.0`, 'base64-'], [`${name}.set-aside.1`, 'old'], ['theme', 'dark']]));
    const client = clientOf(t, server, await server.person(), { storageKey: name, host: { store: cookieStore({ jar }) } });
    assert.equal((await client.session()).state, 'signed_out');
    assert.deepEqual([...jar.values.keys()], ['theme'], text);
    await client.signInWithWechat();
    assert.deepEqual([...jar.values.keys()].filter((each) => each !== name && !each.startsWith(`${name}.`)), ['theme']);
    await client.signOut();
    assert.deepEqual([...jar.values.keys()], ['theme']);
  }
});

test('with a domain, the cookies that this host alone was sent before go as well', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const jar = jarOf();
  const store = cookieStore({ jar, attributes: { domain: 'x.example' } });
  const client = clientOf(t, server, await server.person(), { storageKey: 'sb', host: { store } });
  await client.signInWithWechat();
  assert.deepEqual(jar.texts.map((text) => text.includes('Domain=') || /Max-Age=0/.test(text)), jar.texts.map(() => true));
  assert.match(jar.texts[0], /^sb=; Path=\/; Max-Age=0; SameSite=lax$/);
  assert.match(jar.texts[1], /^sb=base64-.*; Max-Age=34560000; SameSite=lax; Domain=x.example$/);
});

/** `document.cookie` of a page at /app/: names, values and paths, as browsers keep them. */
function fakeDocument(t, kept) {
  const cookies = new Map(kept.map(([name, value, path]) => [`${name} ${path}`, { name, value }]));
  const document = {
    get cookie() {
      return [...cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
    },
    set cookie(text) {
      const [, name, value, path] = /^([^=]+)=([^;]*); Path=([^;]*)/.exec(text);
      if (text.includes('Max-Age=0')) cookies.delete(`${name} ${path}`);
      else cookies.set(`${name} ${path}`, { name, value });
    },
  };
  const parts = { document, addEventListener() {}, removeEventListener() {} };
  for (const [name, value] of Object.entries(parts)) Object.defineProperty(globalThis, name, { value, configurable: true });
  t.after(() => Object.keys(parts).forEach((name) => delete globalThis[name]));
  return cookies;
}

test('a cookie that the page cannot remove is an error, and not a sign-out', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const person = await server.person();
  const record = { hufu_session: 1, backend: 'unified', base_url: server.url, access_token: 'OLD', user: { id: 'old' } };
  const old = `base64-${Buffer.from(JSON.stringify(record)).toString('base64url')}`;
  const open = () => clientOf(t, server, person, { storageKey: 'sb', host: { store: cookieStore({ jar: pageCookies() }) } });
  for (const path of ['/', '/app']) {
    const kept = fakeDocument(t, [['sb', old, path], ['theme', 'dark', '/']]);
    const [client, other] = [open(), open()];
    assert.equal((await client.session()).user.id, 'old');
    if (path === '/') {
      await client.signOut();
      assert.deepEqual([...kept.keys()], ['theme /']);
    } else {
      const refused = await client.signOut().then(() => null, (error) => error);
      assert.equal(refused?.code, 'store_unavailable');
      assert.match(refused.detail, /keeps an older cookie sb/);
      const heard = [];
      other.on(({ kind, reason }) => heard.push(`${kind} ${reason}`));
      await other.signInWithWechat();
      assert.ok(heard.includes('store_failed store_unavailable'), heard.join());
    }
    client.close();
    other.close();
  }
});

test('localStorage and memory keep texts', async () => {
  const storage = fakeStorage();
  for (const store of [webStorage(() => storage), memoryStore()]) {
    assert.equal((await store.load('a')) ?? null, null);
    await store.save('a', 'text');
    assert.equal(await store.load('a'), 'text');
    await store.erase('a');
    assert.equal((await store.load('a')) ?? null, null);
  }
});

test('what cannot be read is set aside once in localStorage, and after a sign-out the note of it alone is left', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const storage = fakeStorage();
  const client = () => server.person().then((person) => clientOf(t, server, person, { host: { store: webStorage(() => storage) } }));
  for (const broken of ['{"access_token":"a', '{"access_token":"b']) {
    storage.values.set('hufu.session', broken);
    assert.equal((await (await client()).session()).state, 'signed_out');
    assert.equal(storage.values.get('hufu.session.set-aside'), broken);
    assert.deepEqual([...storage.values.keys()].sort(), ['hufu.session.ended', 'hufu.session.set-aside']);
  }
  const signedIn = await client();
  await signedIn.signInWithWechat();
  await signedIn.signOut();
  assert.deepEqual([...storage.values.keys()], ['hufu.session.ended']);
});

// ---- locks --------------------------------------------------------------------------------------

for (const [kind, make] of [
  ['within a page', () => localLocks()],
  ['by leases', () => leases(() => storage, localLocks())],
]) {
  test(`a lock ${kind}: one at a time, in a bounded time, given back once`, async () => {
    storage.values.clear();
    const lock = make();
    let inside = 0;
    let most = 0;
    const work = async () => {
      const release = await lock('a', 5000, calm());
      most = Math.max(most, ++inside);
      await pause(5);
      inside -= 1;
      release();
      release();
    };
    await Promise.all([work(), work(), work(), work()]);
    assert.equal(most, 1);

    const release = await lock('a', 0, calm());
    await assert.rejects(lock('a', 30, calm()), { code: 'lock_timeout' });
    const other = await lock('b', 0, calm());
    const stop = new AbortController();
    const waiting = lock('a', 60_000, stop.signal);
    stop.abort();
    await assert.rejects(waiting);
    release();
    other();
    (await lock('a', 0, calm()))();
  });
}
const storage = fakeStorage();

test('leases: tabs exclude each other, and that of a closed tab runs out', async (t) => {
  const shared = fakeStorage();
  const tab = () => leases(() => shared, localLocks());
  let holders = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      const release = await tab()('a', 10_000, calm());
      most = Math.max(most, ++holders);
      await pause(20);
      holders -= 1;
      release();
    }),
  );
  assert.equal(most, 1);

  shared.setItem('hufu.lease.a', `dead ${Date.now() + 300}`);
  const begun = Date.now();
  (await tab()('a', 5000, calm()))();
  assert.ok(Date.now() - begun >= 250);
  for (const broken of ['', 'x', 'dead NaN', `dead ${Date.now() + 1e9}`]) {
    shared.setItem('hufu.lease.a', broken);
    (await tab()('a', 1000, calm()))();
  }
});
