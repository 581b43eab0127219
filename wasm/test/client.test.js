// The package as a program uses it, in Node, against the mock server.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clientOf, createClient, HufuError, openStore, webHost } from './support/client.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const profile = (server) => `${server.url}/api/user/profile`;

async function signedIn(t, more) {
  const server = await startServer(t);
  const person = await server.person();
  const client = clientOf(t, server, person, more);
  await client.signInWithWechat();
  return { server, person, client };
}

test('sign in, sign a request, sign out', needsServer, async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person());
  const events = [];
  client.on(({ kind, state }) => events.push(`${kind} ${state}`));
  assert.equal(client.authorize(profile(server)), null);

  const session = await client.signInWithWechat({ nickname: '小明' });
  assert.equal(session.state, 'signed_in');
  assert.equal(session.isNewUser, true);
  assert.ok(session.expiresInMs > 0);
  assert.equal(client.state, 'signed_in');
  assert.equal((await client.user()).id, session.user.id);

  const headers = client.authorize(profile(server));
  assert.match(headers.Authorization, /^Bearer ey/);
  assert.equal(headers['X-Platform'], 'miniprogram');
  assert.equal(client.authorize(profile(server)), headers, 'the same object while nothing changes');
  assert.equal((await client.accessToken()).token, headers.Authorization.slice(7));
  assert.equal(client.authorize(`${server.url}/${'a'.repeat(9000)}`), null, 'longer than any URL: ask fetch');
  for (const path of ['/x', '/é', '/小明']) {
    assert.deepEqual(client.authorize(`${server.url}${path}`), headers, path);
  }
  assert.throws(() => client.authorize('https://elsewhere.example/'), { code: 'origin_refused' });

  const response = await client.fetch(profile(server));
  assert.ok(response instanceof Response);
  assert.equal(response.status, 200);
  assert.equal((await response.json()).id, session.user.id);

  await client.signOut();
  assert.equal(client.state, 'signed_out');
  assert.equal(client.authorize(profile(server)), null);
  assert.deepEqual(events, ['initial_session signed_out', 'signed_in signed_in', 'signed_out signed_out']);
  await assert.rejects(client.fetch(profile(server)), { code: 'signed_out', action: 'sign_in_again' });
});

test('a thousand requests on an expired token: one refresh, no failure', needsServer, async (t) => {
  const { server, client } = await signedIn(t);
  await server.advance(3 * 3600_000);
  const requests = Array.from({ length: 1000 }, () => client.fetch(profile(server)));
  for (const response of await Promise.all(requests)) {
    assert.equal(response.status, 200);
    await response.arrayBuffer();
  }
  assert.equal(await server.count('POST /api/auth/refresh'), 1);
});

test('what the server answers is what the application gets', needsServer, async (t) => {
  const { server, client } = await signedIn(t);
  const response = await client.fetch(new URL('/nothing/here', server.url), { headers: { Accept: 'text/plain' } });
  assert.equal(response.status, 404);
  const refused = client.fetch('https://elsewhere.example/');
  await assert.rejects(refused, (error) => error instanceof HufuError && error.code === 'origin_refused');
  await assert.rejects(client.fetch('no URL'), TypeError);
});

test('every kind of body arrives, again after a renewal', needsServer, async (t) => {
  const { server, client } = await signedIn(t);
  const put = (body, init) =>
    client.fetch(profile(server), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body,
      ...init,
    });
  const text = JSON.stringify({ nickname: 'Ada' });
  const bodies = {
    text,
    bytes: new TextEncoder().encode(text),
    blob: new Blob([text]),
  };
  for (const [kind, body] of Object.entries(bodies)) {
    await server.advance(3 * 3600_000);
    assert.equal((await put(body)).status, 200, kind);
  }
  await server.advance(3 * 3600_000);
  const request = new Request(profile(server), {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: text,
  });
  assert.equal((await client.fetch(request)).status, 200, 'a Request');

  const stream = () => new Blob([text]).stream();
  assert.equal((await put(stream(), { duplex: 'half' })).status, 200, 'a stream');
  await server.advance(3 * 3600_000);
  assert.equal((await put(stream(), { duplex: 'half' })).status, 401, 'a stream cannot be sent again');
  assert.equal((await put(stream(), { duplex: 'half' })).status, 200, 'the next one is');
});

test('the session outlives the client, in the store that it was given', needsServer, async (t) => {
  const store = openStore();
  const { server, person, client } = await signedIn(t, { host: { store } });
  const { id } = await client.user();
  client.close();

  const again = clientOf(t, server, person, { host: { store } });
  const events = [];
  again.on(({ kind }) => events.push(kind));
  await again.ready();
  assert.equal(again.state, 'signed_in');
  assert.equal((await again.user()).id, id);
  assert.deepEqual(events, ['initial_session', 'signed_in']);
  assert.ok(again.authorize(profile(server)));
});

test('a client that has nothing to do is put away, and knows the person when it is asked again', needsServer, async (t) => {
  const server = await startServer(t);
  const person = await server.person();
  const host = webHost({ store: openStore(), credential: () => person.code() });
  const client = createClient({ baseUrl: server.url, platform: 'miniprogram', host: { ...host, restMs: 20 } });
  t.after(() => client.close());
  const events = [];
  client.on(({ kind }) => events.push(kind));
  await client.signInWithWechat();
  assert.ok(client.authorize(profile(server)));
  while (client.authorize(profile(server))) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(client.state, 'signed_in');
  assert.equal((await client.fetch(profile(server))).status, 200);
  assert.ok(client.authorize(profile(server)));
  assert.deepEqual(events, ['initial_session', 'signed_in']);
});

test('a picture is uploaded as it is', needsServer, async (t) => {
  const { client } = await signedIn(t);
  const onePixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const before = await client.fetchProfile();
  const after = await client.uploadAvatar({ file: new Blob([onePixel], { type: 'image/png' }) });
  assert.notEqual(after.avatarUrl, before.avatarUrl);
  await assert.rejects(client.uploadAvatar({ file: '/tmp/x.png' }), { code: 'unsupported' });
});

test('the two halves of a person are bound', needsServer, async (t) => {
  const server = await startServer(t);
  const mini = clientOf(t, server, await server.person());
  await mini.signInWithWechat();
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Ada', email: 'ada@example.com' });
  const token = async () => (await server.control('POST', '/clerk/session-tokens', { userId })).token;
  const web = createClient({ baseUrl: server.url, platform: 'web', session: 'borrowed', host: { credential: token } });
  t.after(() => web.close());

  const { bindCode, bindingId, expiresInMs } = await web.createBindCode({ target: 'wechat' });
  assert.ok(expiresInMs > 0);
  const pending = await mini.redeemBindCode({ bindCode, platform: 'web' });
  assert.equal(pending.state, 'pending');
  assert.equal(typeof pending.preview.nickname, 'string');
  const { number } = await mini.acceptBinding({ bindingId });
  const waiting = mini.waitForBinding({ bindingId, since: 'accepted' });
  await web.confirmBinding({ bindingId, number });
  assert.equal((await waiting).state, 'confirmed');
  assert.equal((await mini.fetchProfile()).identities.length, 2);
});

test('errors say what to do', needsServer, async (t) => {
  const { server, person, client } = await signedIn(t);
  await server.control('POST', '/faults', { route: 'GET /api/user/profile', status: 429, retryAfter: 7 });
  await assert.rejects(client.fetchProfile(), (error) => {
    assert.ok(error instanceof HufuError);
    assert.deepEqual(
      [error.code, error.action, error.retryAfterMs, error.httpStatus],
      ['rate_limited', 'retry', 7000, 429],
    );
    assert.match(error.message, /\b7 s\)$/);
    return true;
  });
  await server.control('POST', '/faults', { route: 'GET /api/user/profile', hugeBodyBytes: 3_000_000 });
  await assert.rejects(client.fetchProfile(), { code: 'malformed_reply', action: 'retry' });
  await server.control('POST', '/faults', { route: 'GET /api/user/profile', redirect: 'https://elsewhere.example/' });
  await assert.rejects(client.fetchProfile(), { action: 'retry' });
  assert.equal(client.state, 'signed_in');
  await assert.rejects(client.bindPhone({ code: 5 }), { code: 'invalid_argument', detail: 'code' });
  const used = await person.code();
  await client.signInWithWechat({ code: used });
  await assert.rejects(client.signInWithWechat({ code: used }), { code: 'credential_invalid', action: 'tell_user' });
});

test('a configuration that cannot be used is refused at once, in the names of this language', () => {
  const good = { baseUrl: 'https://api.example.com' };
  for (const [wrong, detail] of [
    [{ baseUrl: undefined }, /^baseUrl has to be https:/],
    [{ baseUrl: 'ftp://api.example.com' }, /^baseUrl has to be https:/],
    [{ baseUrl: 'https://user:secret@api.example.com' }, /^baseUrl has to be https:/],
    [{ baseUrl: 'https://api.example.com/?a=b' }, /^baseUrl .* without a query/],
    [{ baseUrl: 'http://api.example.com' }, /^baseUrl .*allowHttp/],
    [{ origins: ['https://a.example', 'http://b.example'] }, /^origins has to be/],
    [{ backend: 'supabase' }, /^backend has to be one of unified, gotrue/],
    [{ platform: 'fridge' }, /^platform has to be one of web,/],
    [{ session: 'lent' }, /^session has to be one of own, borrowed/],
    [{ appKey: 7 }, /^appKey has to be a string/],
    [{ backend: 'wx_login', profilePath: 'https://evil.example/me' }, /^profilePath has to be a path, of wx_login/],
    [{ backend: 'mini_login', signOutPath: '/log out' }, /^signOutPath has to be a path/],
    [{ profilePath: '/me' }, /^profilePath has to be a path, of wx_login or mini_login/],
    [{ storageKey: '' }, /^storageKey/],
    [{ silentSignIn: 'yes' }, /^silentSignIn has to be a boolean/],
    [{ earlyRefreshMs: -1 }, /^earlyRefreshMs/],
    [{ lockWaitMs: NaN }, /^lockWaitMs/],
  ]) {
    const refused = (error) => detail.test(error.detail) && error.message.includes(error.detail) && !error.message.includes('secret');
    assert.throws(() => createClient({ ...good, ...wrong }), (error) => error.code === 'invalid_argument' && refused(error), String(detail));
  }
  for (const fine of [{}, { baseUrl: 'http://localhost:8787/prefix/' }, { baseUrl: 'http://[::1]:80' }, { baseUrl: 'http://10.0.0.1', allowHttp: true }]) {
    createClient({ ...good, ...fine }).close();
  }
});

test('what the core finds wrong is named as JavaScript names it', async (t) => {
  const client = createClient({ baseUrl: 'https://api.example.com' });
  t.after(() => client.close());
  await assert.rejects(client.redeemBindCode({ platform: 'web', bindCode: 5 }), { code: 'invalid_argument', detail: 'bindCode' });
});

test('fetch can be handed on as a function, and times are whole', needsServer, async (t) => {
  const { server, client } = await signedIn(t);
  const { fetch } = client;
  assert.equal((await fetch(`${server.url}/api/user/profile`)).status, 200);
  assert.ok(Number.isInteger((await client.session()).expiresInMs));
  assert.ok(Number.isInteger((await client.accessToken()).expiresInMs));
});

test('the key of a session: that of supabase-js for GoTrue, by project; another if it is asked for', async (t) => {
  for (const [config, key] of [
    [{ baseUrl: 'https://project.example.com', backend: 'gotrue' }, 'sb-project-auth-token'],
    [{ baseUrl: 'http://127.0.0.1:54321', backend: 'gotrue' }, 'sb-127-auth-token'],
    [{ baseUrl: 'https://PROJECT.example.com', backend: 'gotrue' }, 'sb-project-auth-token'],
    [{ baseUrl: 'https://project.example.com', backend: 'gotrue', storageKey: 'mine' }, 'mine'],
    [{ baseUrl: 'https://project.example.com' }, 'hufu.session'],
  ]) {
    const asked = [];
    const store = { load: (name) => void asked.push(name), save() {}, erase() {} };
    const client = createClient({ ...config, host: { store } });
    t.after(() => client.close());
    await client.ready();
    // Nobody is here, so that it looks why, too.
    assert.deepEqual([...new Set(asked)], [key, `${key}.ended`]);
  }
});
