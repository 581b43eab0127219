// A core that traps is replaced, and the session survives in the store.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { clientOf, openStore, watchedFetch } from './support/client.js';
import { noServer, startServer } from '../../tests/support/server.js';

// Lets the next calls of one function of the core trap, as an abort inside would. The clients of a
// program share one core, so this is in place before the first.
const plan = { name: '', times: 0 };
const instances = { count: 0 };
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const made = await instantiate(...args);
  instances.count += 1;
  const exports = { ...(made.instance ?? made).exports };
  for (const [name, call] of Object.entries(exports)) {
    if (typeof call !== 'function') continue;
    exports[name] = (...given) => {
      if (plan.name !== name || plan.times === 0) return call(...given);
      plan.times -= 1;
      throw new WebAssembly.RuntimeError('unreachable');
    };
  }
  return { exports };
};

test('a trap anywhere costs the calls under way, nothing else', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const store = openStore();
  const client = clientOf(t, server, await server.person(), { host: { store } });
  const events = [];
  client.on(({ kind }) => events.push(kind));
  await client.signInWithWechat();
  const { id } = await client.user();

  for (const name of ['hufu_begin', 'hufu_next', 'hufu_resolve', 'hufu_alloc']) {
    const before = instances.count;
    Object.assign(plan, { name, times: 1 });
    await assert.rejects(client.fetchProfile(), { code: 'host_fault' }, name);
    assert.equal(client.state, 'signed_in', 'what was known last');
    assert.equal((await client.fetchProfile()).id, id, `after a trap in ${name}`);
    assert.equal(instances.count, before + 1);
  }

  Object.assign(plan, { name: 'hufu_authorize', times: 1 });
  const url = `${server.url}/api/user/profile`;
  assert.equal(client.authorize(url), null);
  await client.ready();
  assert.ok(client.authorize(url));
  assert.deepEqual(events, ['initial_session', 'signed_in'], 'a replacement tells nothing that is known');
});

test('all clients of an instance go on, and locks are given back', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const { asked, fetch } = watchedFetch('/api/auth/refresh');
  const one = clientOf(t, server, await server.person(), { host: { store: openStore(), fetch } });
  const two = clientOf(t, server, await server.person(), { host: { store: openStore() } });
  await one.signInWithWechat();
  await two.signInWithWechat();
  await server.advance(3 * 3600_000);

  // In the midst of a refresh, with the lock held.
  await server.control('POST', '/faults', { route: 'POST /api/auth/refresh', delayMs: 500 });
  const torn = one.fetch(`${server.url}/api/user/profile`);
  torn.catch(() => {});
  await asked;
  Object.assign(plan, { name: 'hufu_begin', times: 1 });
  await assert.rejects(two.fetchProfile(), { code: 'host_fault' });
  await assert.rejects(torn, { code: 'host_fault' });

  assert.equal((await one.fetch(`${server.url}/api/user/profile`)).status, 200);
  assert.equal((await two.fetch(`${server.url}/api/user/profile`)).status, 200);
});

test('memory that grows detaches nothing', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person());
  await client.signInWithWechat();
  const url = `${server.url}/api/user/profile`;
  const before = client.authorize(url);
  await assert.rejects(client.bindPhone({ code: 'x'.repeat(3_000_000) }));
  assert.deepEqual(client.authorize(url), before);
  assert.equal((await client.fetch(url)).status, 200);
});

test('the package says its version', async () => {
  const { version } = await import('../dist/node.js');
  const { version: wanted } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  assert.equal(version, wanted);
});
