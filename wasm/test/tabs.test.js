// Tabs of one origin share a session: here as clients on one shared store that hear each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clientOf, openStore, watchedFetch } from './support/client.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const profile = (server) => `${server.url}/api/user/profile`;

/** Web Locks as far as they are used here, where Node has none yet. */
class FakeLocks {
  #tails = new Map();
  held = new Set();

  async request(name, { signal, ifAvailable }, use) {
    if (ifAvailable && this.held.has(name)) return use(null);
    const before = this.#tails.get(name) ?? Promise.resolve();
    let release;
    this.#tails.set(name, new Promise((resolve) => (release = resolve)));
    try {
      await Promise.race([
        before,
        new Promise((_, reject) => {
          const leave = () => reject(signal.reason);
          if (signal?.aborted) leave();
          signal?.addEventListener('abort', leave);
        }),
      ]);
    } catch (error) {
      void before.then(release);
      throw error;
    }
    this.held.add(name);
    try {
      return await use({ name });
    } finally {
      this.held.delete(name);
      release();
    }
  }
}

function withLocks(t, locks) {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  t.after(() => {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete globalThis.navigator;
  });
}

/** Clients in tabs of their own, each with what it heard. */
async function openTabs(t, server, count, { storageKey, ...more } = {}) {
  const person = await server.person();
  const store = { ...openStore(), isShared: true };
  const tabs = [];
  for (let i = 0; i < count; ++i) {
    const client = clientOf(t, server, person, { storageKey, host: { store, ...more } });
    const events = [];
    client.on((event) => events.push(event));
    await client.ready();
    tabs.push({ client, events, kinds: () => events.map(({ kind }) => kind) });
  }
  return { person, store, tabs };
}

async function until(condition, everyMs = 10) {
  for (let i = 0; i < 4000 / everyMs && !condition(); ++i) await new Promise((resolve) => setTimeout(resolve, everyMs));
  assert.ok(condition());
}

test('a sign-in, a renewal and a sign-out are heard in all tabs, once', needsServer, async (t) => {
  withLocks(t, new FakeLocks());
  const server = await startServer(t);
  const { tabs } = await openTabs(t, server, 3, { storageKey: 'tabs-1' });
  const [one, two, three] = tabs;

  const { user } = await one.client.signInWithWechat();
  await until(() => tabs.every(({ client }) => client.state === 'signed_in'));
  for (const { client, events } of [two, three]) {
    assert.deepEqual(client.authorize(profile(server)), one.client.authorize(profile(server)));
    assert.equal(events[1].user.id, user.id);
  }

  await server.advance(3 * 3600_000);
  const before = one.client.authorize(profile(server)).Authorization;
  assert.equal((await two.client.fetch(profile(server))).status, 200);
  const after = two.client.authorize(profile(server)).Authorization;
  assert.notEqual(after, before);
  await until(() => tabs.every(({ client }) => client.authorize(profile(server))?.Authorization === after));

  await three.client.signOut();
  await until(() => tabs.every(({ client }) => client.state === 'signed_out'));
  await until(() => tabs.every(({ events }) => events.at(-1).kind === 'signed_out'));
  for (const tab of tabs) assert.deepEqual(tab.kinds(), ['initial_session', 'signed_in', 'refreshed', 'signed_out']);
});

test('eight tabs on an expired token: one refresh, and no tab without a session', needsServer, async (t) => {
  const locks = new FakeLocks();
  withLocks(t, locks);
  const server = await startServer(t);
  const { tabs } = await openTabs(t, server, 8, { storageKey: 'tabs-8' });
  await tabs[0].client.signInWithWechat();
  await until(() => tabs.every(({ client }) => client.state === 'signed_in'));
  for (let round = 1; round <= 5; ++round) {
    await server.advance(3 * 3600_000);
    const answers = await Promise.all(tabs.map(({ client }) => client.fetch(profile(server))));
    assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(200));
    assert.equal(await server.count('POST /api/auth/refresh'), round);
    assert.ok(tabs.every(({ client }) => client.state === 'signed_in'));
  }
  assert.ok(!tabs.some((tab) => tab.kinds().includes('signed_out')));
  await until(() => locks.held.size === 0);
});

/** `localStorage` as tabs in different processes see it: what one writes arrives in the others a moment later. */
function slowStorage(count, arrivalMs) {
  const views = Array.from({ length: count }, () => new Map());
  const everywhere = (mine, change) => {
    change(mine);
    setTimeout(() => views.forEach(change), arrivalMs);
  };
  return views.map((mine) => ({
    isShared: true,
    load: (key) => mine.get(key),
    save: (key, value) => everywhere(mine, (view) => view.set(key, value)),
    erase: (key) => everywhere(mine, (view) => view.delete(key)),
  }));
}

test('a tab that asks at the very moment when another has renewed does not renew again', needsServer, async (t) => {
  const locks = new FakeLocks();
  withLocks(t, locks);
  const server = await startServer(t);
  const person = await server.person();
  // Measured in Chromium under load: up to 10 ms.
  const stores = slowStorage(2, 20);
  const open = (i, more) => clientOf(t, server, person, { storageKey: 'tabs-late', host: { store: stores[i], ...more } });
  const one = open(0);
  await one.signInWithWechat();
  await until(() => locks.held.size === 0 && stores[1].load('tabs-late'), 1);

  // The second tab is told that its token is good no more, and goes on when the first has given the lock back.
  const two = open(1, {
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 401) {
        await until(() => locks.held.size > 0, 1);
        await until(() => locks.held.size === 0, 1);
      }
      return response;
    },
  });
  await two.ready();
  await server.advance(3 * 3600_000);
  await server.control('POST', '/faults', { route: 'POST /api/auth/refresh', delayMs: 100 });
  const answers = await Promise.all([one.fetch(profile(server)), two.fetch(profile(server))]);
  assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
  assert.equal(await server.count('POST /api/auth/refresh'), 1);
});

test('what a tab has under way ends as it began, whatever others do', needsServer, async (t) => {
  withLocks(t, new FakeLocks());
  const server = await startServer(t);
  const { asked, fetch } = watchedFetch('/api/user/profile');
  const { tabs } = await openTabs(t, server, 2, { storageKey: 'tabs-2', fetch });
  const [one, two] = tabs;
  await one.client.signInWithWechat();
  await until(() => two.client.state === 'signed_in');
  await server.control('POST', '/faults', { route: 'GET /api/user/profile', delayMs: 400 });
  const slow = one.client.fetchProfile();
  await asked;
  await two.client.signInWithWechat();
  assert.ok((await slow).id);
  assert.equal((await one.client.fetch(profile(server))).status, 200);
});

test('a tab that waits too long for another says so, and keeps its session', needsServer, async (t) => {
  const locks = new FakeLocks();
  withLocks(t, locks);
  const server = await startServer(t);
  const person = await server.person();
  const store = { ...openStore(), isShared: true };
  const client = clientOf(t, server, person, { lockWaitMs: 100, storageKey: 'tabs-wait', host: { store } });
  await client.signInWithWechat();
  const names = [];
  const request = locks.request.bind(locks);
  locks.request = (name, ...rest) => {
    names.push(name);
    return request(name, ...rest);
  };
  await server.advance(3 * 3600_000);
  assert.equal((await client.fetch(profile(server))).status, 200);
  let letGo;
  void request(names[0], { signal: new AbortController().signal }, () => new Promise((resolve) => (letGo = resolve)));
  await server.advance(3 * 3600_000);
  await assert.rejects(client.fetch(profile(server)), { code: 'lock_timeout', action: 'retry' });
  assert.equal(client.state, 'signed_in');
  letGo();
  assert.equal((await client.fetch(profile(server))).status, 200);
});
