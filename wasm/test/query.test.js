// hufu/query with the real TanStack Query: what is asked again, and that nobody sees what was shown to somebody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepPreviousData, MutationObserver, onlineManager, QueryClient, QueryObserver } from '@tanstack/query-core';

import { hufuQuery } from '../dist/query.js';
import { clientOf, HufuError, openStore } from './support/client.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

/** A query client that follows `client`, for as long as the test runs. */
function following(t, client, options) {
  const queryClient = new QueryClient(options);
  const stop = hufuQuery(client, queryClient);
  queryClient.mount();
  t.after(() => {
    stop();
    queryClient.clear();
    queryClient.unmount();
  });
  return { queryClient, stop };
}

/** What a component shows of a query, the latest last. */
function shown(t, queryClient, options) {
  const observer = new QueryObserver(queryClient, options);
  const seen = [];
  t.after(observer.subscribe((result) => seen.push(result)));
  return {
    seen,
    get now() {
      return observer.getCurrentResult();
    },
  };
}

async function until(isSo, what = String(isSo)) {
  for (const end = Date.now() + 20_000; !(await isSo()); ) {
    assert.ok(Date.now() < end, `it never came to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Who the backend says is asking. */
const me = (client) => ({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const response = await client.fetch(new URL('/api/user/profile', client.where), { signal });
    return (await response.json()).id;
  },
  enabled: () => client.state === 'signed_in',
});

async function openClient(t, options) {
  const server = await startServer(t);
  const people = { A: await server.person(), B: await server.person() };
  const client = clientOf(t, server, people.A, options);
  client.where = server.url;
  const signIn = async (name) => (await client.signInWithWechat({ code: await people[name].code() })).user.id;
  const asked = () => server.count('GET /api/user/profile');
  return { server, people, client, signIn, asked };
}

test('a failure is asked again where the core says so, and not sooner', (t) => {
  const queryClient = new QueryClient();
  const nobody = { accessToken: () => Promise.reject(new Error()), on: () => () => {}, session: () => new Promise(() => {}) };
  hufuQuery(nobody, queryClient);
  const { retry, retryDelay } = queryClient.getDefaultOptions().queries;
  for (const action of ['retry', 'sign_in_again', 'tell_user', 'fix_program']) {
    const error = new HufuError('network', { action });
    assert.equal(retry(0, error), action === 'retry');
    assert.equal(retry(0, new Error('of axios', { cause: error })), action === 'retry');
  }
  const busy = new HufuError('rate_limited', { action: 'retry', retryAfterMs: 7000 });
  assert.deepEqual([2, 3].map((failures) => retry(failures, busy)), [true, false]);
  assert.deepEqual([0, 3, 9].map((failures) => retryDelay(failures, busy)), [7000, 8000, 30_000]);
  // What is not of Hufu is as TanStack Query has it.
  assert.deepEqual([0, 2, 3].map((failures) => retry(failures, new Error('500'))), [true, true, false]);
  assert.deepEqual([0, 1].map((failures) => retryDelay(failures, undefined)), [1000, 2000]);

  const own = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5 }, mutations: { gcTime: 7 } } });
  hufuQuery(nobody, own);
  const { queries, mutations } = own.getDefaultOptions();
  assert.deepEqual([queries.retry, queries.staleTime, typeof queries.retryDelay, mutations], [1, 5, 'function', { gcTime: 7 }]);
});

test('by each event: whether what is cached stays', async () => {
  const by = { A: { id: 'A' }, B: { id: 'B' }, nobody: null };
  for (const [first, kind, state, who, stays] of [
    ['A', 'signed_in', 'signed_in', 'A', true],
    ['A', 'refreshed', 'signed_in', 'A', true],
    ['A', 'user_updated', 'signed_in', 'A', true],
    ['A', 'needs_user', 'needs_user', 'A', true],
    ['A', 'store_failed', 'signed_in', 'A', true],
    ['A', 'signed_out', 'signed_out', 'nobody', false],
    ['A', 'signed_in', 'signed_in', 'B', false],
    ['A', 'refreshed', 'signed_in', 'B', false], // their account was merged into another
    ['A', 'refreshed', 'signed_in', 'nobody', true], // a borrowed session says no name
    ['A', 'signed_in', 'signed_in', 'nobody', false],
    ['nobody', 'signed_in', 'signed_in', 'A', false],
    ['nobody', 'signed_out', 'signed_out', 'nobody', true],
  ]) {
    let tell;
    const session = { state: by[first] ? 'signed_in' : 'signed_out', user: by[first] };
    const client = { accessToken: () => Promise.reject(new Error()), session: async () => session, on: (hear) => (tell = hear) && (() => {}) };
    const queryClient = new QueryClient();
    hufuQuery(client, queryClient);
    await new Promise(setImmediate);
    queryClient.setQueryData(['order'], 'tea');
    tell({ kind, state, user: by[who], reason: null });
    assert.equal(queryClient.getQueryData(['order']) === 'tea', stays, `${first}, then ${kind} of ${who}`);
    queryClient.clear();
  }
});

test('who signs out leaves nothing behind; the next person is asked for anew', needsServer, async (t) => {
  const { client, signIn, asked } = await openClient(t);
  const { queryClient } = following(t, client);
  const a = await signIn('A');
  const view = shown(t, queryClient, me(client));
  await until(() => view.now.data === a);
  await queryClient.prefetchQuery({ queryKey: ['order', 42], queryFn: () => 'tea of A' });
  const before = await asked();

  view.seen.length = 0;
  await client.signOut();
  assert.equal(view.now.data, undefined, 'at once');
  assert.deepEqual(queryClient.getQueryCache().getAll().map(({ queryKey }) => queryKey), [['me']]);
  const b = await signIn('B');
  await until(() => view.now.data === b);
  assert.equal((await asked()) - before, 1, 'nobody asks for nobody');
  assert.ok(view.seen.every(({ data }) => data === undefined || data === b));
});

test('another person at once: what was asked for the former comes too late, and is no placeholder', needsServer, async (t) => {
  const { client, signIn } = await openClient(t);
  const { queryClient } = following(t, client);
  const a = await signIn('A');
  const answers = [];
  const options = (page) => ({
    queryKey: ['orders', page],
    queryFn: () => new Promise((answer) => answers.push(answer)),
    placeholderData: keepPreviousData,
  });
  const observer = new QueryObserver(queryClient, options(1));
  t.after(observer.subscribe(() => {}));
  await until(() => answers.length === 1);
  answers[0](`page 1 of ${a}`);
  await until(() => observer.getCurrentResult().data);
  observer.setOptions(options(2));
  assert.equal(observer.getCurrentResult().data, `page 1 of ${a}`);

  await signIn('B');
  assert.equal(observer.getCurrentResult().data, undefined);
  answers[1](`page 2 of ${a}`);
  await until(() => answers.length === 3);
  observer.setOptions(options(3));
  assert.equal(observer.getCurrentResult().data, undefined);
  observer.setOptions(options(2));
  answers[2]('page 2 of B');
  await until(() => observer.getCurrentResult().data === 'page 2 of B');
});

test('what one person wanted to change while offline, the next does not send', needsServer, async (t) => {
  const { client, signIn } = await openClient(t);
  const { queryClient } = following(t, client);
  await signIn('A');
  t.after(() => onlineManager.setOnline(true));
  onlineManager.setOnline(false);
  const sent = [];
  const order = new MutationObserver(queryClient, { mutationFn: async (tea) => sent.push(tea) });
  void order.mutate('tea of A').catch(() => {});
  assert.equal(order.getCurrentResult().isPaused, true);
  await client.signOut();
  await signIn('B');
  onlineManager.setOnline(true);
  await queryClient.resumePausedMutations();
  assert.deepEqual(sent, []);
});

test('a page that begins with a session asks once, whether it waits for the session or not', needsServer, async (t) => {
  const store = openStore();
  const first = await openClient(t, { host: { store } });
  const a = await first.signIn('A');
  first.client.close();
  const client = clientOf(t, first.server, first.people.A, { host: { store } });
  client.where = first.server.url;
  const { queryClient } = following(t, client);
  const waiting = shown(t, queryClient, me(client));
  const { enabled: _, ...eager } = { ...me(client), queryKey: ['me', 'at once'] };
  const asking = shown(t, queryClient, eager);
  assert.deepEqual([waiting.now.fetchStatus, asking.now.fetchStatus], ['idle', 'fetching']);
  await until(() => waiting.now.data === a && asking.now.data === a);
  assert.equal(await first.asked(), 2);
});

test('what happens to the same person leaves everything where it is', needsServer, async (t) => {
  const { server, client, signIn, asked } = await openClient(t);
  const { queryClient } = following(t, client);
  const a = await signIn('A');
  const view = shown(t, queryClient, me(client));
  await until(() => view.now.data === a);
  await server.advance(2 * 3600_000);
  await client.updateProfile({ nickname: '小明' }); // refreshed, user_updated
  await signIn('A');
  assert.equal(view.now.data, a);
  assert.equal(await asked(), 1);
});

test('a borrowed session: the first token finds its person, another one is another', needsServer, async (t) => {
  const { server, people, client: lender, signIn, asked } = await openClient(t);
  await signIn('A');
  const other = clientOf(t, server, people.B);
  await other.signInWithWechat();
  let lent = lender;
  const credential = async () => (await lent.accessToken()).token;
  const client = clientOf(t, server, people.A, { session: 'borrowed', host: { credential } });
  client.where = server.url;
  const { queryClient } = following(t, client);
  const view = shown(t, queryClient, me(client));
  await until(() => view.now.data);
  const a = view.now.data;
  await client.fetchProfile(); // now the session has a name; it is the same
  assert.equal(view.now.data, a);
  assert.equal(await asked(), 2);
  view.seen.length = 0;
  lent = other;
  await assert.rejects(client.accessToken(), { code: 'cancelled' });
  assert.equal(view.now.data, undefined);
  await until(() => view.now.data);
  assert.ok(view.seen.every(({ data }) => data !== a));
});

test('once it is stopped, it follows nobody', needsServer, async (t) => {
  const { client, signIn } = await openClient(t);
  const { queryClient, stop } = following(t, client);
  const a = await signIn('A');
  const view = shown(t, queryClient, me(client));
  await until(() => view.now.data === a);
  stop();
  await client.signOut();
  assert.equal(view.now.data, a);
});
