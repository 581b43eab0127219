// Forgotten passwords, new addresses, and proving oneself again.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

const { email } = ada;
const better = 'another good one';
const redirectTo = 'http://localhost:3000/private';
const day = 24 * 3600_000;

/** What the clients' subscribers are told meanwhile. */
function heard(auth) {
  const events = [];
  auth.onAuthStateChange((event) => void events.push(event));
  return events;
}

async function forgotten(world) {
  await world.signUp();
  const { auth } = world.browser();
  good(await auth.resetPasswordForEmail(email, { redirectTo }));
  return { auth, mail: await world.message(email) };
}

export default [
  works("resetPasswordForEmail(email), verifyOtp({ email, token, type: 'recovery' }), updateUser({ password })", async (world) => {
    const { auth, mail } = await forgotten(world);
    const events = heard(auth);
    good(await auth.verifyOtp({ email, token: mail.code, type: 'recovery' }));
    assert.ok(events.includes('PASSWORD_RECOVERY'));
    good(await auth.updateUser({ password: better }));
    good(await world.browser().auth.signInWithPassword({ email, password: better }));
  }),
  works("verifyOtp({ token_hash, type: 'recovery' })", async (world) => {
    const { auth, mail } = await forgotten(world);
    good(await auth.verifyOtp({ token_hash: mail.tokenHash, type: 'recovery' }));
  }),
  works("the mail's link: ?code, exchangeCodeForSession(code) tells of the recovery", async (world) => {
    const { auth, mail } = await forgotten(world);
    const landed = await world.open(mail.link);
    const { redirectType } = good(await auth.exchangeCodeForSession(landed.searchParams.get('code')));
    assert.match(redirectType, /recovery/i);
  }),
  works('resetPasswordForEmail(email) // of nobody: says the same', async ({ auth }) => {
    good(await auth.resetPasswordForEmail('nobody@example.com'));
  }),
  works("updateUser({ email }), verifyOtp({ …, type: 'email_change' }) for both addresses", async (world) => {
    await world.signUp();
    await world.switches({ emailConfirmation: true, secureEmailChange: true });
    const to = 'countess@example.com';
    assert.equal(good(await world.auth.updateUser({ email: to })).user.new_email, to);
    for (const address of [email, to]) {
      const { code } = await world.message(address);
      const { error } = await world.auth.verifyOtp({ email: address, token: code, type: 'email_change' });
      assert.equal(error, null);
    }
    good(await world.browser().auth.signInWithPassword({ ...ada, email: to }));
  }),
  works("updateUser({ email }), verifyOtp({ …, type: 'email_change' }) // secure e-mail change off", async (world) => {
    await world.signIn();
    await world.switches({ emailConfirmation: true, secureEmailChange: false });
    const to = 'countess@example.com';
    good(await world.auth.updateUser({ email: to }));
    const { code } = await world.message(to);
    assert.equal(good(await world.auth.verifyOtp({ email: to, token: code, type: 'email_change' })).user.email, to);
  }),
  refused('422 email_exists', "updateUser({ email: 'of somebody' })", async (world) => {
    good(await world.admin.createUser({ email: 'bob@example.com' }));
    await world.signIn();
    return world.auth.updateUser({ email: 'bob@example.com' });
  }),
  works('reauthenticate(), updateUser({ password, nonce }) // reauthentication: day', async (world) => {
    await world.signUp();
    await world.server.advance(2 * day);
    good(await world.auth.refreshSession());
    good(await world.auth.reauthenticate());
    const { code } = await world.message(email);
    good(await world.auth.updateUser({ password: better, nonce: code }));
    good(await world.browser().auth.signInWithPassword({ email, password: better }));
  }, { switches: { reauthentication: 'day' } }),
  refused('400 reauthentication_needed', 'updateUser({ password }) // reauthentication: day, two days later', async (world) => {
    await world.signIn();
    await world.server.advance(2 * day);
    good(await world.auth.refreshSession());
    return world.auth.updateUser({ password: better });
  }, { switches: { reauthentication: 'day' } }),
  refused('422 reauthentication_not_valid', "updateUser({ password, nonce: 'wrong' }) // reauthentication: day", async (world) => {
    await world.signIn();
    await world.server.advance(2 * day);
    good(await world.auth.refreshSession());
    good(await world.auth.reauthenticate());
    return world.auth.updateUser({ password: better, nonce: '000000' });
  }, { switches: { reauthentication: 'day' } }),
];
