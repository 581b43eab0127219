// hufu/axios with the real axios: its requests keep the rules of client.fetch, and its errors stay its own.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import axios from 'axios';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

import { hufuAdapter } from '../dist/axios.js';
import { clientOf } from './support/client.js';
import { fakeWx, miniprogram } from './support/miniprogram.js';
import { servePages } from './support/page.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const needsBrowser = { skip: noServer || (!existsSync(executablePath) && 'there is no Chromium') };
const lifeMs = 2 * 3600_000;

/** An application's own API: what it was asked, with the bodies as they came; it answers by `answers`, the last one for good. */
async function openApi(t, ...answers) {
  const asked = [];
  const listener = createServer(async (incoming, outgoing) => {
    const pieces = [];
    for await (const piece of incoming) pieces.push(piece);
    const { method, url, headers } = incoming;
    asked.push({ method, url, headers, token: headers.authorization, body: Buffer.concat(pieces).toString() });
    const [status, head = {}, text = '{"ok":true}'] = answers.length > 1 ? answers.shift() : answers[0];
    outgoing.writeHead(status, { 'Content-Type': 'application/json', ...head }).end(text);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const close = () => {
    listener.closeAllConnections();
    return new Promise((resolve) => listener.close(resolve));
  };
  t.after(close);
  return { asked, close, url: `http://127.0.0.1:${listener.address().port}` };
}

/** Somebody signed in, and an axios of theirs for that API. */
async function signedIn(t, api, config = {}) {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person(), { origins: [api.url] });
  await client.signInWithWechat();
  return { server, client, http: axios.create({ baseURL: api.url, adapter: hufuAdapter(client), ...config }) };
}

const renewals = (server) => server.count('POST /api/auth/refresh');
const failureOf = (promise) => promise.then(() => assert.fail('it was answered'), (error) => error);

test('forty requests with a token that has ended: one renewal, and an answer for each', needsServer, async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person());
  const { user } = await client.signInWithWechat();
  const http = axios.create({ baseURL: server.url, adapter: hufuAdapter(client) });
  await server.advance(lifeMs);
  const answers = await Promise.all(Array.from({ length: 40 }, () => http.get('/api/user/profile')));
  assert.deepEqual(new Set(answers.map(({ status, data }) => `${status} ${data.id}`)), new Set([`200 ${user.id}`]));
  assert.equal(await renewals(server), 1);
  assert.equal(await server.count('GET /api/user/profile'), 80);
});

test('a 401 leads to one more try with the same body, the second is the answer', needsServer, async (t) => {
  const api = await openApi(t, [401], [200]);
  const { server, http } = await signedIn(t, api);
  const { data } = await http.post('/orders', { tea: '龙井' });
  assert.deepEqual(data, { ok: true });
  assert.deepEqual(api.asked.map(({ body }) => body), ['{"tea":"龙井"}', '{"tea":"龙井"}']);
  assert.equal(new Set(api.asked.map(({ token }) => token)).size, 2, 'with the next token');
  assert.equal(await renewals(server), 1);

  const strict = await openApi(t, [401, {}, '{"why":"never"}']);
  const other = await signedIn(t, strict);
  const error = await failureOf(other.http.get('/orders'));
  assert.ok(axios.isAxiosError(error));
  assert.deepEqual([error.response.status, error.response.data, error.code], [401, { why: 'never' }, 'ERR_BAD_REQUEST']);
  assert.equal(strict.asked.length, 2);
});

test('forms, searches, bytes and streams go out once more as they were', needsServer, async (t) => {
  const form = () => {
    const data = new FormData();
    data.set('tea', '龙井');
    data.set('picture', new Blob(['\x89PNG']), 'a.png');
    return data;
  };
  const bodies = {
    form,
    search: () => new URLSearchParams({ tea: '龙井' }),
    bytes: () => new Uint8Array([1, 2, 3]),
    'a stream of the web': () => new Blob(['a stream']).stream(),
    'a stream of Node': () => Readable.from([Buffer.from('a '), Buffer.from('stream')]),
  };
  for (const [name, body] of Object.entries(bodies)) {
    const strict = await openApi(t, [401], [200]);
    const other = await signedIn(t, strict);
    const read = [];
    const onUploadProgress = ({ loaded }) => read.push(loaded);
    await other.http.post('/orders', body(), name === 'bytes' ? { onUploadProgress } : {});
    if (name === 'bytes') assert.equal(read.at(-1), 3);
    const [first, second] = strict.asked;
    assert.equal(strict.asked.length, 2, name);
    assert.equal(first.body, second.body, name);
    assert.equal(first.headers['content-type'], second.headers['content-type'], name);
    const boundary = /boundary=(.*)/.exec(first.headers['content-type'] ?? '')?.[1];
    if (boundary) assert.ok(first.body.includes(boundary), name);
    assert.ok(first.body.length > 2 && !first.body.startsWith('['), name);
  }
});

test('no token for another origin, however it is named; nothing is sent there', needsServer, async (t) => {
  const api = await openApi(t, [200]);
  const elsewhere = await openApi(t, [200]);
  const { http } = await signedIn(t, api);
  const { host } = new URL(elsewhere.url);
  for (const config of [
    { url: `${elsewhere.url}/steal` },
    { url: '/steal', baseURL: elsewhere.url },
    { url: `http://${new URL(api.url).host}@${host}/steal` },
    { url: `${api.url}@${host}/steal` },
    { url: `http:\\\\${host}\\steal` },
  ]) {
    const error = await failureOf(http.request({ ...config, headers: { Authorization: 'Bearer mine' } }));
    assert.ok(axios.isAxiosError(error), String(config.url));
    assert.equal(error.response, undefined);
    if (error.cause?.name === 'HufuError') assert.equal(error.code, 'origin_refused', config.url);
  }
  assert.equal(elsewhere.asked.length, 0);
  // `//host` and absolute URLs that baseURL is put before are paths of the API.
  await http.get(`//${host}/steal`, { allowAbsoluteUrls: false });
  assert.deepEqual([elsewhere.asked.length, api.asked.length], [0, 1]);
});

test('a redirect is followed within the origin, and to nowhere else', needsServer, async (t) => {
  const elsewhere = await openApi(t, [200]);
  const api = await openApi(t, [307, { Location: '/moved' }], [200], [307, { Location: `${elsewhere.url}/steal` }]);
  const { http } = await signedIn(t, api);
  assert.equal((await http.get('/orders')).status, 200);
  assert.deepEqual(api.asked.map(({ url }) => url), ['/orders', '/moved']);
  const error = await failureOf(http.get('/orders', { maxRedirects: 5 }));
  assert.deepEqual([error.response.status, error.response.headers.location], [307, `${elsewhere.url}/steal`]);
  assert.equal((await http.get('/orders', { maxRedirects: 0, validateStatus: null })).status, 307);
  assert.equal(elsewhere.asked.length, 0);
});

test('the token replaces what the caller has put in its place, and axios never holds it', needsServer, async (t) => {
  const api = await openApi(t, [200], [404]);
  const { client, http } = await signedIn(t, api, { auth: { username: 'a', password: 'b' } });
  const { token } = await client.accessToken();
  const answer = await http.get('/orders', { headers: { Authorization: 'Bearer mine', 'X-Tea': '1' } });
  assert.deepEqual([api.asked[0].token, api.asked[0].headers['x-tea']], [`Bearer ${token}`, '1']);
  const error = await failureOf(http.get('/orders'));
  assert.equal(api.asked[1].token, `Bearer ${token}`);
  const kept = [answer.config, error.toJSON(), [...answer.request.headers], [...error.request.headers]];
  assert.doesNotMatch(JSON.stringify(kept) + error.stack, new RegExp(token.slice(-40)));
});

test('what the application sets up stays in its place', needsServer, async (t) => {
  const api = await openApi(t, [200, {}, '{"a":1}']);
  const { http } = await signedIn(t, api, { params: { page: 1 } });
  const order = [];
  http.interceptors.request.use((config) => (order.push('request'), config));
  http.interceptors.response.use((response) => (order.push('response'), response));
  const transformRequest = (data) => (order.push('transformRequest'), JSON.stringify({ wrapped: data }));
  const transformResponse = (data) => (order.push('transformResponse'), JSON.parse(data));
  const { data } = await http.put('/orders', 'tea', { params: { tags: ['x', 'y'] }, transformRequest, transformResponse });
  assert.deepEqual(data, { a: 1 });
  assert.deepEqual(order, ['request', 'transformRequest', 'transformResponse', 'response']);
  assert.deepEqual([api.asked[0].method, api.asked[0].url, api.asked[0].body], ['PUT', '/orders?page=1&tags%5B%5D=x&tags%5B%5D=y', '{"wrapped":"tea"}']);
  assert.equal(Buffer.from((await http.get('/', { responseType: 'arraybuffer' })).data).toString(), '{"a":1}');
  assert.equal(await (await http.get('/', { responseType: 'blob' })).data.text(), '{"a":1}');
  assert.equal(await new Response((await http.get('/', { responseType: 'stream' })).data).text(), '{"a":1}');
});

test('errors are of axios; behind those of Hufu stands what Hufu says', needsServer, async (t) => {
  const api = await openApi(t, [200]);
  const { client, http } = await signedIn(t, api);
  const stop = new AbortController();
  const given = failureOf(http.get('/orders', { signal: stop.signal }));
  stop.abort();
  assert.ok(axios.isCancel(await given));

  await client.signOut();
  const signedOut = await failureOf(http.get('/orders'));
  assert.ok(axios.isAxiosError(signedOut));
  assert.deepEqual([signedOut.code, signedOut.name, signedOut.cause.action], ['signed_out', 'AxiosError', 'sign_in_again']);
  assert.equal(signedOut.config.url, '/orders');
  await client.signInWithWechat();
  await api.close();
  const away = await failureOf(http.get('/orders'));
  assert.deepEqual([away.code, away.cause.code, away.cause.action], ['ERR_NETWORK', 'network', 'retry']);
});

test('a server that says nothing: the timeout is axios\'s', needsServer, async (t) => {
  const silent = createServer(() => {});
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const { http } = await signedIn(t, { url: `http://127.0.0.1:${silent.address().port}` });
  const error = await failureOf(http.get('/orders', { timeout: 50 }));
  assert.deepEqual([axios.isAxiosError(error), error.code], [true, 'ETIMEDOUT']);
});

test("one person's order is cancelled where another has signed in, for axios too", needsServer, async (t) => {
  const refuse = [];
  const listener = createServer((incoming, outgoing) => {
    incoming.resume();
    refuse.push(() => outgoing.writeHead(401).end());
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  t.after(() => listener.close());
  const api = { url: `http://127.0.0.1:${listener.address().port}` };
  const { server, client, http } = await signedIn(t, api);
  const order = failureOf(http.post('/orders', { tea: '龙井' }));
  while (refuse.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await client.signOut();
  await client.signInWithWechat({ code: await (await server.person()).code() });
  refuse[0]();
  const error = await order;
  assert.ok(axios.isCancel(error));
  assert.deepEqual([error.code, error.cause.code], ['ERR_CANCELED', 'cancelled']);
  assert.equal(refuse.length, 1);
});

/** `code` as a bundler makes it for pages and mini-programs. */
async function bundled(code, format) {
  const resolveDir = new URL('..', import.meta.url).pathname;
  const { outputFiles } = await build({ stdin: { contents: code, resolveDir }, bundle: true, write: false, format, platform: 'browser' });
  return outputFiles[0].text;
}

test('in Chromium, under a strict policy', needsBrowser, async (t) => {
  const pages = await servePages(t);
  const server = await startServer(t, '--web-origin', pages.origin);
  pages.passOnTo(server);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const contentType = 'text/javascript';
  const body = await bundled(`import axios from 'axios'; import { hufuAdapter } from './dist/axios.js'; globalThis.made = { axios, hufuAdapter };`, 'iife');
  await page.route('**/axios.js', (route) => route.fulfill({ contentType, body }));
  await page.goto(`${pages.origin}/app.html`);
  await page.addScriptTag({ url: '/axios.js' });
  await page.waitForFunction(() => globalThis.hufu && globalThis.made);
  const person = await server.person();
  await page.evaluate(async (code) => {
    globalThis.client = globalThis.hufu.createClient({ baseUrl: location.origin, platform: 'miniprogram' });
    await globalThis.client.signInWithWechat({ code });
  }, await person.code());
  await server.advance(lifeMs);
  const seen = await page.evaluate(async () => {
    const { axios, hufuAdapter } = globalThis.made;
    const http = axios.create({ adapter: hufuAdapter(globalThis.client) });
    const answers = await Promise.all(Array.from({ length: 12 }, () => http.get('/api/user/profile')));
    const refused = await http.get('https://elsewhere.example/').catch((error) => [error.isAxiosError, error.code, error.cause.code]);
    return { statuses: [...new Set(answers.map(({ status }) => status))], refused };
  });
  assert.deepEqual(seen, { statuses: [200], refused: [true, 'origin_refused', 'origin_refused'] });
  assert.equal(await renewals(server), 1);
});

test('where a mini-program runs: through wx.request, by the same rules', needsServer, async (t) => {
  const server = await startServer(t);
  const api = await openApi(t, [401], [200], [404, {}, '{"why":"unknown"}']);
  const wx = fakeWx(await server.person());
  const code = `
    import axios from 'axios';
    import { createClient, init, taroHost } from './dist/taro.js';
    import { hufuAdapter } from './dist/axios.js';
    void init('/core.wasm');
    export const client = createClient({ baseUrl: '${server.url}', origins: ['${api.url}'], host: taroHost(Taro) });
    export const http = axios.create({ baseURL: '${api.url}', adapter: hufuAdapter(client), params: { page: 1 } });
    export { axios };`;
  const base = mkdtempSync(join(tmpdir(), 'hufu-axios-'));
  writeFileSync(join(base, 'app.js'), await bundled(code, 'cjs'));
  const app = miniprogram({ globals: { Taro: wx } }).require('./app', { base });
  t.after(() => app.client.close());
  await app.client.signInWithWechat();
  const { data, status } = await app.http.post('/orders', { tea: '龙井' });
  assert.deepEqual([status, { ...data }], [200, { ok: true }]);
  assert.deepEqual(api.asked.map(({ method, url, body }) => [method, url, body]), Array(2).fill(['POST', '/orders?page=1', '{"tea":"龙井"}']));
  assert.equal(await renewals(server), 1);
  const unknown = await failureOf(app.http.get('/orders/7'));
  assert.deepEqual([unknown.isAxiosError, unknown.code, unknown.response.status, unknown.response.data.why], [true, 'ERR_BAD_REQUEST', 404, 'unknown']);
  const refused = await failureOf(app.http.get('https://elsewhere.example/'));
  assert.deepEqual([refused.isAxiosError, refused.code], [true, 'origin_refused']);
  await app.client.signOut();
  assert.equal((await failureOf(app.http.get('/orders'))).code, 'signed_out');
});
