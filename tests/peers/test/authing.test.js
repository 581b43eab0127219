// authing-wxapp-sdk from npm, unchanged, on a fake wx: the story of its document.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { startServer } from '../../support/server.js';

const program = fileURLToPath(new URL('../support/authing_app.js', import.meta.url));
const run = promisify(execFile);
const server = await startServer({ after });
const folder = await mkdtemp(path.join(tmpdir(), 'hufu-authing-'));
let phone;

after(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  await server.reset();
  phone = { storageFile: path.join(folder, `${randomUUID()}.json`), personId: (await server.person()).personId };
});

/** Starts the mini-program, which makes these calls, and ends. */
async function start(calls, options = { appId: 'app1', userPoolId: 'pool1' }) {
  const needsCode = calls.some(([name]) => name === 'loginByCode');
  const code = needsCode ? await server.loginCode(phone.personId) : undefined;
  const wish = { url: server.url, storageFile: phone.storageFile, code, calls, ...options };
  const { stdout } = await run(process.execPath, [program, JSON.stringify(wish)]);
  return JSON.parse(stdout);
}

const stored = async () => JSON.parse(await readFile(phone.storageFile, 'utf8'));

test('loginByCode, updateProfile, and again in a new process', async () => {
  const first = await start([['loginByCode'], ['updateProfile', { nickname: 'Bob' }]]);
  const [login, update] = first.outcomes;
  assert.equal(login.error, undefined);
  assert.equal(update.value.nickname, 'Bob');
  assert.equal(update.value.id, login.value.id);
  assert.deepEqual(
    first.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    ['POST /connections/social/wechat-miniprogram/auth', 'POST /graphql/v2'],
  );

  // Nobody signs in: the token is in the storage, and goes along by itself.
  const second = await start([['updateProfile', { nickname: 'Mick' }], ['getCurrentUser']]);
  assert.equal(second.outcomes[0].value.nickname, 'Mick');
  assert.equal(second.outcomes[0].value.id, login.value.id);
  assert.equal(second.outcomes[1].value.nickname, 'Mick');
  const token = (await stored())._authing_token;
  for (const { header } of second.requests) assert.equal(header.Authorization, `Bearer ${token}`);

  const third = await start([['updateProfile', { nickname: 'Nick' }]]);
  assert.equal(third.outcomes[0].value.nickname, 'Nick');
});

test('as in the document, with the user pool alone', async () => {
  const { outcomes } = await start(
    [['loginByCode'], ['updateProfile', { nickname: 'Bob' }]], { userPoolId: 'YOUR_USERPOOL_ID' });
  assert.equal(outcomes[1].value.nickname, 'Bob');
});

test('the token that the SDK hands on is checked on a server by the key set', async () => {
  const { outcomes } = await start([['loginByCode']]);
  const { jwks_uri, issuer } = await (
    await fetch(`${server.url}/oidc/.well-known/openid-configuration`)).json();
  const keys = createRemoteJWKSet(new URL(jwks_uri));
  const { payload } = await jwtVerify(outcomes[0].value.token, keys, { issuer, audience: 'app1', typ: 'at+jwt' });
  assert.equal(payload.sub, outcomes[0].value.id);
  await assert.rejects(jwtVerify(outcomes[0].value.token, keys, { issuer, audience: 'app2' }));
});

test('a token is renewed, and signing out ends it on the server, too', async () => {
  await start([['loginByCode']]);
  const before = (await stored())._authing_token;
  const { outcomes } = await start([['refreshToken'], ['updateProfile', { nickname: 'Bob' }], ['logout']]);
  assert.notEqual(outcomes[0].value.token, before);
  assert.equal(outcomes[1].value.nickname, 'Bob');
  assert.equal(outcomes[2].error, undefined);
  assert.deepEqual(await stored(), {});
  const status = await fetch(`${server.url}/api/v3/get-profile`, { headers: { Authorization: before } });
  assert.equal(status.status, 401);
});

test('errors arrive as the SDK understands them', async () => {
  const { outcomes: [unknown] } = await start([['updateProfile', { nickname: 'Bob' }]]);
  assert.match(unknown.error, /请先登录/);
  await start([['loginByCode']]);
  const { outcomes } = await start([
    ['updateProfile', { email: 'somebody@example.com' }],
    ['updateProfile', { photo: 'https://evil.example/p.png' }],
  ]);
  assert.equal(outcomes[0].code, 2018);
  assert.equal(outcomes[1].code, 400);
  await server.advance(15 * 24 * 3600 * 1000);
  const { outcomes: [late] } = await start([['updateProfile', { nickname: 'Bob' }]]);
  assert.equal(late.code, 2020);
});
