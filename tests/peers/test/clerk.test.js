// @clerk/backend from npm, unchanged, takes the tokens of the fake Clerk for real ones, and refuses
// those that are not.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { createClerkClient, verifyToken } from '@clerk/backend';
import { startServer } from '../../support/server.js';

const secretKey = 'sk_test_fake-clerk-secret-for-tests';
const server = await startServer({ after });
let user, options;

beforeEach(async () => {
  await server.reset();
  user = await server.control('POST', '/clerk/users', { firstName: 'Ada', email: 'ada@example.com' });
  // The library keeps the keys of earlier tests; theirs are the same, for they are the test keys.
  options = { secretKey, apiUrl: `${server.url}/clerk` };
});

async function token(wish = {}) {
  const made = await server.control('POST', '/clerk/session-tokens', { userId: user.userId, ...wish });
  return made.token;
}

/** Our own backend's verdict about the same token. */
async function ours(bearer) {
  const response = await fetch(`${server.url}/api/user/profile`, {
    headers: { 'X-Platform': 'web', Authorization: `Bearer ${bearer}` },
  });
  return response.status;
}

for (const version of [1, 2]) {
  test(`a session token of version ${version}`, async () => {
    const organization = { id: 'org_1', slug: 'hufu', role: 'admin' };
    for (const wish of [{}, { organization }, { azp: 'http://localhost:3000' }]) {
      const signed = await token({ version, ...wish });
      // Where parties are named the library refuses tokens without any; those are for native applications.
      const parties = wish.azp ? { authorizedParties: [wish.azp] } : {};
      const claims = await verifyToken(signed, { ...options, ...parties });
      assert.equal(claims.sub, user.userId);
      assert.equal(claims.sid, user.sessionId);
      assert.equal(claims.iss, `${server.url}/clerk`);
      assert.equal(await ours(signed), 200);
    }
  });
}

test('azp of another origin', async () => {
  const signed = await token({ azp: 'https://evil.example' });
  await assert.rejects(
    verifyToken(signed, { ...options, authorizedParties: ['http://localhost:3000'] }),
    { reason: 'token-invalid-authorized-parties' });
});

test('five seconds of skew, no more', async () => {
  const late = await token({ expiresIn: -3 });
  await verifyToken(late, options);
  assert.equal(await ours(late), 200);
  const tooLate = await token({ expiresIn: -10 });
  await assert.rejects(verifyToken(tooLate, options), { reason: 'token-expired' });
  assert.equal(await ours(tooLate), 401);
  const future = await token({ claims: { nbf: Math.floor(Date.now() / 1000) + 20 } });
  await assert.rejects(verifyToken(future, options), { reason: 'token-not-active-yet' });
  assert.equal(await ours(future), 401);
});

test('an impostor with the right name for the wrong key', async () => {
  const signed = await token({ signedBy: 'impostor' });
  await assert.rejects(verifyToken(signed, options), { reason: 'token-invalid-signature' });
  assert.equal(await ours(signed), 401);
});

test('keys that are rotated', async () => {
  const old = await token();
  await verifyToken(old, options);
  await server.control('POST', '/clerk/keys/rotate', { keepOld: true });
  const fresh = await token();
  assert.equal((await verifyToken(fresh, { ...options, skipJwksCache: true })).sub, user.userId);
  assert.equal((await verifyToken(old, { ...options, skipJwksCache: true })).sub, user.userId);
});

test('the profile comes from the backend API', async () => {
  const clerk = createClerkClient(options);
  const found = await clerk.users.getUser(user.userId);
  assert.equal(found.firstName, 'Ada');
  assert.equal(found.primaryEmailAddress.emailAddress, 'ada@example.com');
});
