// examples/backends, the documents' servers on hufu/server: walked through by our clients, beside the fake WeChat.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';

import { createClient } from '../../../wasm/dist/node.js';
import { noServer, startServer } from '../../support/server.js';
import { dependencies, forgedBeside, linesOf, signed, startBackend, statusOf } from '../support/backend.js';

const walk = { skip: noServer };
const walkInFull = { skip: noServer || (!process.env.HUFU_TEST_FULL && 'with --full') };
const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

function clientOf(t, baseUrl, credential, more) {
  const client = createClient({ baseUrl, platform: 'miniprogram', host: { credential }, ...more });
  t.after(() => client.close());
  return client;
}

/** Nobody gets in with what is forged, and WeChat's outage is told as one. */
async function assertSound({ server, backend, login, wish, me, claims, token }) {
  for (const [kind, forged] of Object.entries(await forgedBeside(token, claims))) assert.equal(await statusOf(me, forged), 401, kind);
  assert.equal((await fetch(me)).status, 401);
  assert.equal(await statusOf(me, await signed({ ...claims, id: 999, userId: 999 })), 403, 'who is gone');
  const send = (body) => fetch(login, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal((await send({})).status, 400);
  await assertNoJsonIsRefused(login);
  const used = await send(wish);
  assert.equal(used.status, 400);
  assert.match((await used.json()).message, /does not take this code/);
  await server.control('POST', '/faults', { route: 'GET /wechat/sns/jscode2session', status: 502, times: 1 });
  const away = await send({ ...wish, code: '0'.repeat(32) });
  assert.deepEqual([away.status, away.headers.get('Retry-After')], [503, '1']);
  assert.doesNotMatch(backend.told(), /secret/);
}

/** What is no JSON is the client's fault, told in JSON and without a look into the code. */
async function assertNoJsonIsRefused(url, headers = {}) {
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: '{half' });
  assert.equal(answer.status, 400);
  const told = await answer.text();
  assert.doesNotThrow(() => JSON.parse(told), told);
  assert.doesNotMatch(told, /node_modules/);
}

test('each is its backend’s own code: 60 lines at most, with the packages that this folder has', () => {
  for (const name of ['hono', 'express', 'hapi', 'nextjs_clerk', 'nextjs_supabase']) assert.ok(linesOf(name) <= 60, name);
  const { devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  for (const [name, version] of Object.entries(dependencies)) assert.equal(name === 'hufu' ? 'file:../../wasm' : devDependencies[name], version);
});

test('document 003, Hono: a code registers who is new, and is known again', walk, async (t) => {
  const server = await startServer(t);
  const backend = await startBackend(t, 'hono', server);
  const person = await server.person();
  const codes = [];
  const credential = async () => codes[codes.push(await person.code()) - 1];
  const open = () => clientOf(t, backend.url, credential, { backend: 'mini_login' });
  const me = `${backend.url}/api/v1/auth/me`;
  const client = open();
  const session = await client.signInWithWechat({ nickname: '小明' });
  assert.deepEqual([session.isNewUser, session.user.nickname], [true, '小明']);
  const { token } = await client.accessToken();
  const claims = claimsOf(token);
  assert.deepEqual(Object.keys(claims), ['id', 'username', 'iat', 'exp']);
  await client.updateProfile({ nickname: '小华' });
  assert.equal((await client.fetchProfile()).nickname, '小华');
  assert.equal((await client.fetch(me)).status, 200);
  const again = await open().signInWithWechat({ nickname: '别人' });
  assert.deepEqual([again.isNewUser, again.user.id, again.user.nickname], [false, session.user.id, '小华']);

  const other = await server.person();
  const post = async () => {
    const body = JSON.stringify({ code: await other.code() });
    return (await fetch(`${backend.url}/api/v1/auth/mini-login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json();
  };
  const both = await Promise.all([post(), post()]);
  assert.deepEqual(both.map(({ isNewUser }) => isNewUser).sort(), [false, true]);
  assert.equal(both[0].user.id, both[1].user.id);
  assert.equal(both[0].user.nickname, '微信用户');
  await assertSound({ server, backend, login: `${backend.url}/api/v1/auth/mini-login`, wish: { code: codes[0] }, me, claims, token });
});

test('document 003, Hono: who is disabled is out, with a token that is good for days, and with a new code', walkInFull, async (t) => {
  const server = await startServer(t);
  const person = await server.person();
  const kept = { DATA_FOLDER: join(mkdtempSync(join(tmpdir(), 'hufu-backend-')), 'data') };
  const first = await startBackend(t, 'hono', server, kept);
  const signIn = async ({ url }) => {
    const wish = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code: await person.code() }) };
    const answer = await fetch(`${url}/api/v1/auth/mini-login`, wish);
    return { status: answer.status, ...(await answer.json()) };
  };
  const { token, user } = await signIn(first);
  assert.equal(await statusOf(`${first.url}/api/v1/auth/me`, token), 200);
  await first.stop();
  const db = await PGlite.create(kept.DATA_FOLDER);
  const { affectedRows } = await db.query('UPDATE users SET is_disabled = true WHERE id = $1', [user.id]);
  await db.close();
  assert.equal(affectedRows, 1, 'the person outlives the process');
  const second = await startBackend(t, 'hono', server, kept);
  assert.equal(await statusOf(`${second.url}/api/v1/auth/me`, token), 403);
  const refused = await signIn(second);
  assert.deepEqual([refused.status, refused.code, refused.token], [403, 403, undefined]);
});

test('document 002, hapi: what WeChat has encrypted for this code', walkInFull, async (t) => {
  const server = await startServer(t);
  const backend = await startBackend(t, 'hapi', server);
  const person = await server.person({ nickname: '小明' });
  const given = [];
  const credential = async () => {
    given.push({ code: await person.code(), ...(await person.data()) });
    const { code, ...data } = given.at(-1);
    return { credential: code, ...data };
  };
  const client = clientOf(t, backend.url, credential, { backend: 'wx_login' });
  await client.signInWithWechat();
  const profile = await client.fetchProfile();
  assert.equal(profile.nickname, '小明');
  const { token } = await client.accessToken();
  const claims = claimsOf(token);
  assert.deepEqual(Object.keys(claims), ['userId', 'iat', 'exp']);
  const again = clientOf(t, backend.url, credential, { backend: 'wx_login' });
  await again.signInWithWechat();
  assert.equal((await again.fetchProfile()).id, profile.id);

  const me = `${backend.url}/users/profile`;
  const bare = await fetch(me, { headers: { Authorization: token } });
  assert.equal(bare.status, 200, 'the document’s clients send no scheme');
  const login = `${backend.url}/users/wxLogin`;
  const stranger = await server.person();
  const { encryptedData, iv, rawData, signature } = await stranger.data();
  for (const [kind, wrong] of Object.entries({ 'data of another person': { encryptedData, iv }, 'their signature': { rawData, signature } })) {
    const data = await person.data();
    const wish = { code: await person.code(), encryptedData: data.encryptedData, iv: data.iv, ...wrong };
    const answer = await fetch(login, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wish) });
    assert.deepEqual([answer.status, (await answer.json()).error], [400, 'data_invalid'], kind);
  }
  const [{ code, encryptedData: used, iv: usedIv }] = given;
  await assertSound({ server, backend, login, wish: { code, encryptedData: used, iv: usedIv }, me, claims, token });
});

test('document 004, Express: Authing’s tokens open what is the person’s own', walkInFull, async (t) => {
  const server = await startServer(t);
  const backend = await startBackend(t, 'express', server);
  const resources = `${backend.url}/api/v1/your/resources`;
  const open = async () => {
    const person = await server.person();
    const client = clientOf(t, server.url, () => person.code(), {
      backend: 'authing', appKey: 'test-app', connection: 'test-wechat', origins: [backend.url],
    });
    await client.signInWithWechat();
    return client;
  };
  const [client, other] = [await open(), await open()];
  const add = async (title) => client.fetch(resources, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ title }) });
  const made = await add('茶');
  assert.equal(made.status, 201);
  const { id } = await made.json();
  assert.deepEqual(await (await client.fetch(resources)).json(), [{ id, title: '茶' }]);
  assert.deepEqual(await (await other.fetch(resources)).json(), []);
  assert.equal((await add('')).status, 400);
  const remove = async (whose, which = id) => (await whose.fetch(`${resources}/${which}`, { method: 'DELETE' })).status;
  assert.deepEqual([await remove(other), await remove(client, 'x'), await remove(client), await remove(client)], [404, 404, 204, 404]);

  const { token } = await client.accessToken();
  assert.equal(await statusOf(resources, token), 200);
  for (const [kind, forged] of Object.entries(await forgedBeside(token, claimsOf(token)))) {
    // A key that nobody knows may be a second old: then nobody can tell, for ten seconds.
    assert.ok([401, 503].includes(await statusOf(resources, forged)), kind);
  }
  assert.equal((await fetch(resources)).status, 401);
  await assertNoJsonIsRefused(resources, { Authorization: `Bearer ${token}` });
});
