// How keys are asked for and kept: rotation, floods of unknown names, outages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

import { answering, refusalOf, server, webRequest } from '../support/guard.js';

const { createGuard, oidc, unified } = server;
const place = 'https://api.example.com/.well-known/jwks.json';

/** An issuer whose keys, clock and network a test plays. */
async function world() {
  const pairs = new Map();
  const answers = { [place]: { status: 200, body: { keys: [] } } };
  const it = {
    answers,
    fetch: answering(answers),
    nowMs: 1_800_000_000_000,
    uptimeMs: 0,
    pass(ms) {
      it.nowMs += ms;
      it.uptimeMs += ms;
    },
    async publish(...names) {
      const keys = [];
      for (const kid of names) {
        if (!pairs.has(kid)) pairs.set(kid, await generateKeyPair('ES256', { extractable: true }));
        keys.push({ ...(await exportJWK(pairs.get(kid).publicKey)), kid });
      }
      answers[place] = { status: 200, body: { keys } };
    },
    async request(kid, claims = {}) {
      if (!pairs.has(kid)) pairs.set(kid, await generateKeyPair('ES256', { extractable: true }));
      const now = Math.floor(it.nowMs / 1000);
      const all = { iss: 'urn:hufu:backend', aud: 'urn:hufu:api', sub: 'p1', platform: 'web', iat: now, exp: now + 7200, ...claims };
      const token = await new SignJWT(all).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid }).sign(pairs.get(kid).privateKey);
      return webRequest({ headers: [['Authorization', `Bearer ${token}`]] });
    },
  };
  await it.publish('first');
  it.guard = createGuard({ issuers: [unified({ baseUrl: 'https://api.example.com' })], fetch: it.fetch, now: () => it.nowMs, uptime: () => it.uptimeMs });
  it.letsIn = async (request) => assert.equal((await it.guard.authenticate(await request)).id, 'p1');
  it.refuses = async (request) => {
    const { status, reason, headers } = await refusalOf(it.guard.authenticate(await request));
    return { status, reason, retryAfter: headers['Retry-After'] };
  };
  return it;
}
const unknown = { status: 401, reason: 'unknown_key', retryAfter: undefined };

test('G3: keys are asked for once, for everybody who waits', async () => {
  const it = await world();
  const requests = await Promise.all(Array.from({ length: 50 }, (_, n) => it.request('first', { jti: `${n}` })));
  await Promise.all(requests.map(it.letsIn));
  assert.equal(it.fetch.asked.length, 1);
});

test('G9: an unknown name is asked for once in ten seconds; until then nobody can tell', async () => {
  const it = await world();
  await it.letsIn(it.request('first'));
  it.pass(10_000);
  assert.deepEqual(await it.refuses(it.request('forged')), unknown);
  for (let n = 0; n < 1000; ++n) {
    const { status, reason, retryAfter } = await it.refuses(it.request('forged'));
    assert.deepEqual({ status, reason, retryAfter }, { status: 503, reason: 'keys_unavailable', retryAfter: '10' });
  }
  assert.equal(it.fetch.asked.length, 2);
  // Beside them a new key, a second old: 503 for as long as nobody can tell, then good, and never 401.
  await it.publish('first', 'second');
  it.pass(4_000);
  assert.deepEqual(await it.refuses(it.request('second')), { status: 503, reason: 'keys_unavailable', retryAfter: '6' });
  await it.letsIn(it.request('first'));
  it.pass(6_000);
  await it.letsIn(it.request('second'));
  assert.equal(it.fetch.asked.length, 3);
});

test('G3: a rotation as issuers do it costs nobody anything', async () => {
  const it = await world();
  await it.letsIn(it.request('first'));
  await it.publish('first', 'second');
  it.pass(5 * 60_000);
  await it.letsIn(it.request('first')); // serves on while the keys are asked for
  await new Promise(setImmediate);
  await it.letsIn(it.request('second'));
  assert.equal(it.fetch.asked.length, 2);
});

test('G3, G9: a key that is gone at a renewal lets in nobody, not even whom it let in before', async () => {
  const it = await world();
  const request = await it.request('first');
  await it.letsIn(request);
  await it.publish('second');
  it.pass(10 * 60_000); // now an answer is waited for
  assert.deepEqual(await it.refuses(request), unknown);
  it.pass(1_000);
  assert.deepEqual(await it.refuses(request), unknown);
  await it.letsIn(it.request('second'));
});

for (const [name, answer, skip] of [
  ['slow', { hangs: true }, !process.env.HUFU_TEST_FULL && 'with --full'], // five seconds are waited for, twice
  ['gone', null],
  ['HTML', { status: 200, text: '<html>' }],
  ['a redirect', { status: 302, text: '', location: 'https://evil.example' }],
  ['an empty set', { status: 200, body: { keys: [] } }],
]) {
  test(`G3: the key server is ${name}: for an hour nobody is refused, then nobody can tell`, { skip }, async () => {
    const it = await world();
    const old = await it.request('first');
    await it.letsIn(old);
    it.answers[place] = answer;
    for (let minute = 0; minute < 59; ++minute) {
      it.pass(60_000);
      await it.letsIn(old);
      await it.letsIn(it.request('first'));
    }
    it.pass(60_000);
    assert.equal((await it.refuses(it.request('first'))).status, 503);
    assert.ok(it.fetch.asked.length < 120, String(it.fetch.asked.length));
    await it.publish('first');
    it.pass(10_000);
    await it.letsIn(it.request('first'));
  });
}

test('G9: what was kept of a token ends with it', async () => {
  const it = await world();
  const request = await it.request('first', { exp: it.nowMs / 1000 + 100 });
  await it.letsIn(request);
  it.pass(159_000);
  await it.letsIn(request);
  it.pass(1_000);
  assert.deepEqual(await it.refuses(request), { status: 401, reason: 'expired', retryAfter: undefined });
  it.nowMs -= 400_000; // the clock was set back before the token was issued
  assert.equal((await it.refuses(request)).reason, 'wrong_claims');
});

test('G3: a discovery document of another issuer, or with keys over http, is none', async () => {
  for (const document of [{ issuer: 'https://evil.example', jwks_uri: place }, { issuer: 'https://id.example.com', jwks_uri: 'http://id.example.com/keys' }, { issuer: 'https://id.example.com', jwks_uri: 'http://127.0.0.1:6379/keys' }]) {
    const it = await world();
    const fetch = answering({ ...it.answers, 'https://id.example.com/.well-known/openid-configuration': { status: 200, body: document } });
    const guard = createGuard({ issuers: [oidc({ issuer: 'https://id.example.com', audience: 'shop' })], fetch, now: () => it.nowMs });
    const request = await it.request('first', { iss: 'https://id.example.com', aud: 'shop' });
    assert.equal((await refusalOf(guard.authenticate(request))).status, 503);
    assert.equal(fetch.asked.length, 1);
  }
});
