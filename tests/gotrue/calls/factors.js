// A second factor.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good, oneTimeCode } from '../support/world.js';

const enroll = async ({ auth }) => good(await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' }));

/** Ada with an authenticator that is not yet verified. */
async function enrolled(world) {
  await world.signIn();
  return enroll(world);
}

async function verify({ auth }, { id, totp }) {
  good(await auth.mfa.challengeAndVerify({ factorId: id, code: oneTimeCode(totp.secret) }));
  return { factorId: id, secret: totp.secret };
}

/** Ada with an authenticator; this browser is at the second level. */
const verified = async (world) => verify(world, await enrolled(world));

/** The same, and Ada by her password alone in another browser. */
async function secondBrowser(world) {
  await world.signUp();
  const factor = await verify(world, await enroll(world));
  const { auth } = world.browser();
  good(await auth.signInWithPassword(ada));
  return { ...factor, auth };
}

export default [
  works("mfa.enroll({ factorType: 'totp', friendlyName, issuer })", async (world) => {
    await world.signIn();
    const { id, type, friendly_name, totp } = good(await world.auth.mfa.enroll({
      factorType: 'totp', friendlyName: '手机', issuer: 'Tally Tea' }));
    assert.ok(id);
    assert.deepEqual([type, friendly_name], ['totp', '手机']);
    assert.match(totp.secret, /^[A-Z2-7]{32}$/);
    assert.match(totp.uri, /^otpauth:\/\/totp\/Tally%20Tea:/);
    assert.match(totp.qr_code, /^data:image\/svg\+xml;utf-?8,.*<svg/s);
  }),
  works("mfa.enroll({ factorType: 'totp' })", async (world) => {
    await world.signIn();
    assert.ok(good(await world.auth.mfa.enroll({ factorType: 'totp' })).totp.secret);
  }),
  refused('422 mfa_factor_name_conflict', 'mfa.enroll(…) // a name twice', async (world) => {
    await enrolled(world);
    return world.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' });
  }),
  refused('401 no_authorization', 'mfa.enroll(…) // without a session', ({ era, server }) =>
    era.bareClient(server.url).mfa.enroll({ factorType: 'totp' })),
  works('mfa.challenge({ factorId }), mfa.verify({ factorId, challengeId, code })', async (world) => {
    const { id, totp } = await enrolled(world);
    const challenge = good(await world.auth.mfa.challenge({ factorId: id }));
    assert.ok(challenge.expires_at * 1000 > Date.now());
    const before = good(await world.auth.getSession()).session;
    good(await world.auth.mfa.verify({ factorId: id, challengeId: challenge.id, code: oneTimeCode(totp.secret) }));
    const { session } = good(await world.auth.getSession());
    assert.notEqual(session.access_token, before.access_token);
    const level = good(await world.auth.mfa.getAuthenticatorAssuranceLevel());
    assert.deepEqual([level.currentLevel, level.nextLevel], ['aal2', 'aal2']);
    assert.deepEqual(level.currentAuthenticationMethods.map(({ method }) => method).sort(), ['otp', 'totp']);
  }),
  works('mfa.challengeAndVerify({ factorId, code })', async (world) => {
    await verified(world);
    good(await world.auth.refreshSession());
    assert.equal(good(await world.auth.mfa.getAuthenticatorAssuranceLevel()).currentLevel, 'aal2');
  }),
  refused('422 mfa_verification_failed', "mfa.challengeAndVerify({ factorId, code: 'wrong' })", async (world) => {
    const { id } = await enrolled(world);
    return world.auth.mfa.challengeAndVerify({ factorId: id, code: '123456' });
  }),
  refused('422 mfa_challenge_expired', 'mfa.verify(…) // a challenge of ten minutes ago', async (world) => {
    const { id, totp } = await enrolled(world);
    const { id: challengeId } = good(await world.auth.mfa.challenge({ factorId: id }));
    await world.server.advance(10 * 60_000);
    return world.auth.mfa.verify({ factorId: id, challengeId, code: oneTimeCode(totp.secret, 600) });
  }),
  refused('404 mfa_factor_not_found', "mfa.challenge({ factorId: 'of somebody else' })", async (world) => {
    const { id } = await enrolled(world);
    const { auth } = world.browser();
    good(await auth.signUp({ ...ada, email: 'bob@example.com' }));
    return auth.mfa.challenge({ factorId: id });
  }),
  works('mfa.listFactors()', async (world) => {
    const { factorId } = await verified(world);
    good(await world.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'tablet' }));
    const { all, totp } = good(await world.auth.mfa.listFactors());
    assert.deepEqual(all.map(({ status }) => status).sort(), ['unverified', 'verified']);
    assert.deepEqual(totp.map(({ id }) => id), [factorId]);
  }),
  works('mfa.getAuthenticatorAssuranceLevel() // by password, with a factor', async (world) => {
    const { auth } = await secondBrowser(world);
    const level = good(await auth.mfa.getAuthenticatorAssuranceLevel());
    assert.deepEqual([level.currentLevel, level.nextLevel], ['aal1', 'aal2']);
  }),
  works('mfa.unenroll({ factorId })', async (world) => {
    const { factorId } = await verified(world);
    assert.equal(good(await world.auth.mfa.unenroll({ factorId })).id, factorId);
    good(await world.auth.refreshSession());
    assert.equal(good(await world.auth.mfa.getAuthenticatorAssuranceLevel()).currentLevel, 'aal1');
  }),
  refused('422 insufficient_aal', 'mfa.unenroll({ factorId }) // by password alone', async (world) => {
    const { auth, factorId } = await secondBrowser(world);
    return auth.mfa.unenroll({ factorId });
  }),
  refused('403 insufficient_aal', 'mfa.enroll(…) // by password alone, with a factor', async (world) => {
    const { auth } = await secondBrowser(world);
    return auth.mfa.enroll({ factorType: 'totp', friendlyName: 'tablet' });
  }),
  refused('401 insufficient_aal', 'updateUser({ password }) // by password alone, with a factor', async (world) => {
    const { auth } = await secondBrowser(world);
    return auth.updateUser({ password: 'another good one' });
  }),
  refused('422 mfa_phone_enroll_not_enabled', "mfa.enroll({ factorType: 'phone', phone })", async (world) => {
    await world.signIn();
    return world.auth.mfa.enroll({ factorType: 'phone', phone: '8613800138000' });
  }),
  refused('422 mfa_webauthn_enroll_not_enabled', "mfa.enroll({ factorType: 'webauthn', friendlyName })", async (world) => {
    await world.signIn();
    return world.auth.mfa.enroll({ factorType: 'webauthn', friendlyName: 'key' });
  }),
];
