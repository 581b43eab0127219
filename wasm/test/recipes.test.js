// The recipes of docs/how-to as they stand there, with the real libraries: only addresses are changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement } from 'react';
import { act, create } from 'react-test-renderer';

import { layPage, serve } from './support/recipe.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

/** A page whose API is at `api`, and whose people are of a mock server. */
async function openPage(t, name, api, files) {
  const server = await startServer(t);
  const load = layPage(name, (code) =>
    code
      .replace(`typeof window !== 'undefined'`, 'true')
      .replace(`createClient({ baseUrl: 'https://api.example.com'`, `createClient({ baseUrl: '${server.url}', platform: 'miniprogram', origins: ['${api.url}']`)
      .replaceAll('https://api.example.com', api.url),
  );
  const made = await load(files);
  t.after(() => made.client.close());
  const person = await server.person();
  return { ...made, server, signIn: async (who = person) => made.client.signInWithWechat({ code: await who.code() }) };
}

const tea = [{ id: '1', tea: '龙井' }];
const failureOf = (promise) => promise.then(() => assert.fail('it was answered'), (error) => error);
const tokens = ({ asked }) => new Set(asked.map(({ token }) => token)).size;

test('axios.md: orders are read and placed, and what goes wrong is explained', needsServer, async (t) => {
  const api = await serve(t, (_, number) => (number === 1 ? { status: 401 } : { data: tea }));
  const page = await openPage(t, 'axios.md', api, ['lib/hufu.ts', 'lib/api.ts', 'lib/orders.ts', 'lib/explain.ts']);
  const { orders, order, explain } = page;
  await page.signIn();
  assert.deepEqual(await orders(2), tea);
  assert.deepEqual(await order('龙井'), tea);
  assert.deepEqual(api.asked.map(({ method, url }) => `${method} ${url}`), ['GET /orders?page=2', 'GET /orders?page=2', 'POST /orders']);
  assert.equal(tokens(api), 2);
  assert.equal(explain(await failureOf(page.api.get('https://elsewhere.example/'))), 'show it');
  assert.equal(explain(await failureOf(orders(1, AbortSignal.abort()))), 'nothing');
  await page.client.signOut();
  assert.equal(explain(await failureOf(orders(1))), 'sign in');
});

test('ky.md: one renewal, one more try; its own retries follow the action', needsServer, async (t) => {
  const api = await serve(t, (_, number) => (number === 1 ? { status: 401 } : { data: tea }));
  const page = await openPage(t, 'ky.md', api, ['lib/hufu.ts', 'lib/api.ts', 'lib/orders.ts']);
  const { orders, order } = page;
  await page.signIn();
  assert.deepEqual(await orders(), tea);
  assert.deepEqual(await order('龙井'), tea);
  assert.deepEqual(api.asked.map(({ method, url, body }) => `${method} ${url} ${body}`), ['GET /orders ', 'GET /orders ', 'POST /orders {"tea":"龙井"}']);
  assert.equal(tokens(api), 2);
  assert.equal(await page.server.count('POST /api/auth/refresh'), 1);
  const refused = await failureOf(page.api.get('https://elsewhere.example/', { headers: { Authorization: 'Bearer mine' } }));
  assert.deepEqual([refused.name, refused.code], ['HufuError', 'origin_refused']);
  await page.client.signOut();
  assert.equal((await failureOf(orders())).code, 'signed_out', 'at once, without retries');
});

test('openapi-fetch.md: typed answers, and errors where they belong', needsServer, async (t) => {
  const api = await serve(t, ({ url }, number) => {
    if (number === 1) return { status: 401 };
    return url === '/orders/1' ? { data: tea[0] } : { status: 404, data: { message: 'unknown' } };
  });
  const page = await openPage(t, 'openapi-fetch.md', api, ['lib/hufu.ts', 'lib/api.ts', 'lib/order.ts']);
  const { teaOf } = page;
  await page.signIn();
  assert.equal(await teaOf('1'), '龙井');
  assert.equal(await teaOf('2'), null);
  assert.deepEqual(api.asked.map(({ url }) => url), ['/orders/1', '/orders/1', '/orders/2']);
  assert.equal(tokens(api), 2);
  const path = { params: { path: { id: '1' } } };
  assert.equal((await failureOf(page.api.GET('/orders/{id}', { ...path, baseUrl: 'https://elsewhere.example' }))).code, 'origin_refused');
  await page.client.signOut();
  assert.equal((await failureOf(teaOf('1'))).code, 'signed_out');
});

test('query.md: what is on the screen is of who is here', needsServer, async (t) => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const owners = new Map();
  const api = await serve(t, ({ token }) => ({ data: [{ id: '1', tea: owners.get(token) ?? `tea of ${owners.set(token, owners.size + 1).size}` }] }));
  const page = await openPage(t, 'query.md', api, ['lib/hufu.ts', 'lib/query.ts', 'orders.tsx']);
  const { QueryClientProvider } = await import('@tanstack/react-query');
  let root;
  await act(async () => {
    root = create(createElement(QueryClientProvider, { client: page.queryClient }, createElement(page.Orders)));
  });
  t.after(() => act(async () => root.unmount()));
  t.after(() => page.queryClient.clear());
  const screen = () => JSON.stringify(root.toJSON().children);
  const see = async (isSo) => {
    for (const end = Date.now() + 20_000; !isSo(screen() ?? ''); ) {
      assert.ok(Date.now() < end, `${isSo}: ${screen()}`);
      await act(() => new Promise((resolve) => setTimeout(resolve, 10)));
    }
  };
  assert.equal(api.asked.length, 0, 'nobody is asked for');
  await act(() => page.signIn());
  await see((text) => text.includes('tea of 1'));
  await act(() => page.client.signOut());
  await see((text) => !text.includes('tea'));
  const other = await page.server.person();
  await act(() => page.signIn(other));
  await see((text) => text.includes('tea of 2'));
  assert.equal(api.asked.length, 2);
});
