// An AbortSignal at any stage: a prompt rejection, and nothing left behind.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { clientOf, createClient, HostFailure, openStore, watchedFetch } from './support/client.js';
import { noServer, startServer } from '../../tests/support/server.js';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const never = (signal, log) =>
  new Promise((resolve, reject) => {
    log?.push('begun');
    signal.addEventListener('abort', () => {
      log?.push('stopped');
      reject(new HostFailure('network'));
    });
  });

function clientWith(t, host) {
  const client = createClient({ baseUrl: 'http://127.0.0.1:1', platform: 'miniprogram', host });
  t.after(() => client.close());
  return client;
}

test('before it begins, nothing is loaded or asked', async (t) => {
  const store = openStore();
  const client = clientWith(t, { store });
  await assert.rejects(client.session({ signal: AbortSignal.abort('no') }), { code: 'cancelled', cause: 'no' });
  assert.deepEqual(store.calls, []);
});

test('while the core is loaded', async (t) => {
  const client = clientWith(t, {});
  const stop = new AbortController();
  const session = client.session({ signal: stop.signal });
  stop.abort();
  await assert.rejects(session, { code: 'cancelled' });
  assert.equal((await client.session()).state, 'signed_out');
});

test('while the host is asked for a credential, or for the network', async (t) => {
  for (const stage of ['credential', 'fetch']) {
    const log = [];
    const client = clientWith(t, {
      credential: async (kind, fresh, signal) => (stage === 'credential' ? never(signal, log) : 'code'),
      fetch: (url, { signal }) => never(signal, log),
    });
    const stop = new AbortController();
    const session = client.signInWithWechat({}, { signal: stop.signal });
    await pause(20);
    assert.equal(client.state, 'signing_in', stage);
    stop.abort();
    await assert.rejects(session, { code: 'cancelled' });
    assert.deepEqual(log, ['begun', 'stopped'], stage);
    assert.equal(client.state, 'signed_out');
  }
});

test('fetch rejects with the reason, as fetch does, and stops the transfer', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const closed = { head: 0, body: 0 };
  let last;
  const slow = createServer((request, response) => {
    const kind = request.url.slice(1);
    last = response;
    response.on('close', () => (closed[kind] += 1));
    if (kind === 'body') response.write('first');
  });
  await new Promise((resolve) => slow.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    slow.closeAllConnections();
    slow.close();
  });
  const url = `http://127.0.0.1:${slow.address().port}`;
  const client = clientOf(t, server, await server.person(), { origins: [url] });
  await client.signInWithWechat();

  const reason = new Error('enough');
  const head = new AbortController();
  const request = client.fetch(`${url}/head`, { signal: head.signal });
  await pause(50);
  head.abort(reason);
  await assert.rejects(request, reason);

  const body = new AbortController();
  const response = await client.fetch(`${url}/body`, { signal: body.signal });
  const reading = response.text();
  body.abort();
  await assert.rejects(reading, { name: 'AbortError' });
  await assert.rejects(client.fetch(`${url}/head`, { signal: AbortSignal.abort(reason) }), reason);

  const open = client.fetch(`${url}/head`);
  await pause(50);
  client.close();
  await assert.rejects(open, { code: 'cancelled' });
  assert.deepEqual(closed, { head: 1, body: 1 });
  last.write('too late');
  await once(last, 'close');
});

test('one caller gives up, the refresh goes on for the others', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const { asked, fetch } = watchedFetch('/api/auth/refresh');
  const client = clientOf(t, server, await server.person(), { host: { fetch } });
  await client.signInWithWechat();
  await server.advance(3 * 3600_000);
  await server.control('POST', '/faults', { route: 'POST /api/auth/refresh', delayMs: 200 });
  const stop = new AbortController();
  const url = `${server.url}/api/user/profile`;
  const first = client.fetch(url, { signal: stop.signal });
  const second = client.fetch(url);
  await asked;
  stop.abort();
  await assert.rejects(first, { name: 'AbortError' });
  assert.equal((await second).status, 200);
  assert.equal(await server.count('POST /api/auth/refresh'), 1);
});

test('close ends everything, also what comes late', async (t) => {
  let answer;
  const client = clientWith(t, { credential: () => new Promise((resolve) => (answer = resolve)) });
  const waiting = client.signInWithWechat();
  await pause(20);
  client.close();
  client.close();
  await assert.rejects(waiting, { code: 'cancelled' });
  answer('too late');
  await pause(20);
  await assert.rejects(client.session(), { code: 'cancelled' });
  assert.equal(client.authorize('http://127.0.0.1:1/'), null);
});

test('a host that throws anything gives a typed error, and no secret of its message', async (t) => {
  const thrown = [new Error('token=secret'), 'secret', null, undefined, { secret: 1 }];
  for (const what of thrown) {
    const client = clientWith(t, {
      credential: () => {
        throw what;
      },
    });
    await assert.rejects(client.signInWithWechat(), (error) => {
      assert.equal(error.code, 'host_fault');
      assert.ok(!JSON.stringify([error.message, error.detail]).includes('secret'));
      return true;
    });
  }
});

test('a store that fails, and what it holds being broken, end nothing', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const broken = { load: () => { throw new Error('denied'); }, save: () => { throw new Error('quota'); }, erase: () => {} };
  const client = clientOf(t, server, await server.person(), { host: { store: broken } });
  const events = [];
  client.on(({ kind }) => events.push(kind));
  await client.signInWithWechat();
  assert.equal((await client.fetchProfile()).id, (await client.user()).id);
  assert.ok(events.includes('store_failed'));

  const garbage = openStore(new Map([['hufu.session', '{"broken":']]));
  const other = clientOf(t, server, await server.person(), { host: { store: garbage } });
  assert.equal((await other.session()).state, 'signed_out');
  await other.signInWithWechat();
  assert.equal(other.state, 'signed_in');
});

test('a listener that throws disturbs nobody', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person());
  const real = console.error;
  const said = [];
  console.error = (...words) => said.push(words);
  t.after(() => (console.error = real));
  const heard = [];
  client.on(() => {
    throw new Error('mine');
  });
  const stop = client.on(({ kind }) => heard.push(kind));
  await client.signInWithWechat();
  stop();
  await client.signOut();
  assert.deepEqual(heard, ['initial_session', 'signed_in']);
  assert.equal(said.length, 3);
});
