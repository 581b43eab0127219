// client.fetch: what goes out at once, what goes through the core, and that nothing is ever sent twice for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createClient, openStore } from './support/client.js';

const baseUrl = 'https://api.example.com';
const orders = `${baseUrl}/orders`;

/** A client signed in with `token-1`, and a server that answers by `answers`, in order; the last one for good. */
async function signedIn(t, answers, more = {}) {
  const sent = [];
  const user = { id: 'user-1' };
  let tokens = 0;
  const session = () => {
    tokens += 1;
    return Response.json({ success: true, token: `token-${tokens}`, expiresIn: 3600, refreshToken: `refresh-${tokens}`, user });
  };
  const fetch = async (input, init) => {
    const { pathname } = new URL(input);
    if (pathname.startsWith('/api/')) return session();
    const headers = new Headers(init.headers);
    sent.push({ url: input, method: init.method ?? 'GET', token: headers.get('Authorization'), headers, body: init.body ?? null });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer(sent.at(-1));
  };
  const client = createClient({ baseUrl, host: { fetch, ...more } });
  t.after(() => client.close());
  await client.signInWithWechat({ code: 'wx-code' });
  return { client, sent, user, renewals: () => tokens - 1 };
}

const ok = () => Response.json({ ok: true });
const refused = () => new Response('no', { status: 401 });
const sentTokens = (sent) => sent.map(({ token }) => token);

test('a simple request is sent once, with what the caller gave and two headers more', async (t) => {
  const { client, sent } = await signedIn(t, [ok]);
  const body = '{"count":1}';
  const response = await client.fetch(orders, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  assert.deepEqual(await response.json(), { ok: true });
  assert.equal(sent.length, 1);
  assert.equal(sent[0].method, 'POST');
  assert.equal(sent[0].body, body);
  assert.deepEqual([...sent[0].headers], [
    ['authorization', 'Bearer token-1'],
    ['content-type', 'application/json'],
    ['x-platform', 'server'],
  ]);
});

test('a 401 leads to one renewal and one more try, with the same body', async (t) => {
  const { client, sent, renewals } = await signedIn(t, [refused, ok]);
  assert.equal((await client.fetch(orders, { method: 'PUT', body: 'x' })).status, 200);
  assert.deepEqual(sentTokens(sent), ['Bearer token-1', 'Bearer token-2']);
  assert.deepEqual(sent.map(({ body }) => body), ['x', 'x']);
  assert.equal(renewals(), 1);
});

test('a second 401 is the answer', async (t) => {
  const { client, sent, renewals } = await signedIn(t, [refused]);
  assert.equal((await client.fetch(orders)).status, 401);
  assert.deepEqual(sentTokens(sent), ['Bearer token-1', 'Bearer token-2']);
  assert.equal(renewals(), 1);
});

test('a 401 for a token that was renewed meanwhile costs no second renewal', async (t) => {
  let answerFirst;
  const first = () => new Promise((resolve) => (answerFirst = () => resolve(refused())));
  const { client, sent, renewals } = await signedIn(t, [first, refused, ok]);
  const slow = client.fetch(orders);
  assert.equal((await client.fetch(`${orders}/2`)).status, 200);
  answerFirst();
  assert.equal((await slow).status, 200);
  assert.deepEqual(sentTokens(sent), ['Bearer token-1', 'Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
  assert.equal(renewals(), 1);
});

test('a redirect within the origin is followed; what led to it is not sent again', async (t) => {
  const moved = () => new Response(null, { status: 302, headers: { Location: '/new' } });
  const { client, sent } = await signedIn(t, [moved, ok]);
  assert.equal((await client.fetch(orders)).status, 200);
  assert.deepEqual(sent.map(({ url }) => url), [orders, `${baseUrl}/new`]);

  const away = () => new Response(null, { status: 302, headers: { Location: 'https://elsewhere.example/' } });
  const other = await signedIn(t, [away]);
  assert.equal((await other.client.fetch(orders)).status, 302, 'the application decides');
  assert.equal(other.sent.length, 1);
});

test('a network that fails is asked once; its error stands behind ours', async (t) => {
  const cause = new TypeError('fetch failed');
  const { client, sent } = await signedIn(t, [() => Promise.reject(cause)]);
  await assert.rejects(client.fetch(orders), { name: 'HufuError', code: 'network', cause });
  assert.equal(sent.length, 1);
});

test('names that a server could take for ours never pass', async (t) => {
  const { client, sent } = await signedIn(t, [ok]);
  for (const headers of [{ authorization: 'x', X_Platform: 'x', DPoP: 'x' }, new Headers({ authorization: 'x' }), [['HOST', 'x']]]) {
    await client.fetch(orders, { headers });
    assert.deepEqual(Object.keys(Object.fromEntries(sent.at(-1).headers)), ['authorization', 'x-platform']);
    assert.equal(sent.at(-1).token, 'Bearer token-1');
  }
});

test('no token to another origin, however the URL is spelt', async (t) => {
  const { client, sent } = await signedIn(t, [ok]);
  const hostile = [
    'https://elsewhere.example/',
    'https://api.example.com.elsewhere.example/',
    'https://api.example.com\\@elsewhere.example/',
    'https://elsewhere.example\\@api.example.com/',
    'https://api.example.com:444/',
    'http://api.example.com/',
    'https:elsewhere.example/',
    ' https://elsewhere.example/',
    'ht\ntps://else\twhere.example/',
  ];
  for (const url of hostile) {
    const told = sent.length;
    const outcome = await client.fetch(url).then(() => 'sent', (error) => error.code ?? error.name);
    if (outcome === 'sent') assert.equal(new URL(sent.at(-1).url).origin, baseUrl, url);
    else assert.equal(sent.length, told, url);
  }
  assert.deepEqual(new Set(sent.map(({ url }) => new URL(url).origin)), new Set([baseUrl]));
});

test('while the store refuses, requests go on and the core saves again', async (t) => {
  const store = openStore();
  let isFull = true;
  const save = store.save;
  store.save = function (key, value) {
    if (isFull) throw new Error('quota');
    save.call(this, key, value);
  };
  const { client } = await signedIn(t, [ok], { store });
  assert.equal(store.values.size, 0);
  isFull = false;
  assert.equal((await client.fetch(orders)).status, 200);
  assert.equal(store.values.size, 1);
});

test('what one person asked for is not sent again for the next', async (t) => {
  const waiting = [];
  const { client, sent, user } = await signedIn(t, [() => new Promise((resolve) => waiting.push(resolve)), ok]);
  const order = client.fetch(orders, { method: 'POST', body: 'order of the first' });
  await client.signOut();
  user.id = 'user-2';
  await client.signInWithWechat({ code: 'wx-code-of-another' });
  waiting[0](refused());
  await assert.rejects(order, { code: 'cancelled', detail: 'somebody else has signed in' });
  assert.equal(sent.length, 1);
  assert.equal((await client.fetch(orders)).status, 200);
});

test('the same person who has signed in again is sent what was asked for', async (t) => {
  const waiting = [];
  const { client, sent } = await signedIn(t, [() => new Promise((resolve) => waiting.push(resolve)), ok]);
  const order = client.fetch(orders, { method: 'POST', body: 'order' });
  await client.signInWithWechat({ code: 'wx-code-again' });
  waiting[0](refused());
  assert.equal((await order).status, 200);
  assert.deepEqual(sentTokens(sent), ['Bearer token-1', 'Bearer token-2']);
});
