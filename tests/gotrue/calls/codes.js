// Codes and links by mail.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

const { email } = ada;
const redirectTo = 'http://localhost:3000/private';
const minute = 60_000;

/** Asks for a code in this browser; the mail that comes. */
async function mailed(world, options = {}) {
  good(await world.auth.signInWithOtp({ email, options }));
  return world.message(email);
}

const wrong = (code) => String((Number(code) + 1) % 1e6).padStart(6, '0');

export default [
  works("signInWithOtp({ email }), verifyOtp({ email, token, type: 'email' })", async (world) => {
    const { code } = await mailed(world);
    const { user, session } = good(await world.auth.verifyOtp({ email, token: code, type: 'email' }));
    assert.equal(user.email, email);
    assert.equal(good(await world.auth.getSession()).session.access_token, session.access_token);
  }),
  works('signInWithOtp({ email, options: { data } })', async (world) => {
    const { code } = await mailed(world, { data: { full_name: 'علي 🧿' } });
    const { user } = good(await world.auth.verifyOtp({ email, token: code, type: 'email' }));
    assert.equal(user.user_metadata.full_name, 'علي 🧿');
  }),
  works("verifyOtp({ token_hash, type: 'email' })", async (world) => {
    const { tokenHash } = await mailed(world);
    assert.equal(good(await world.auth.verifyOtp({ token_hash: tokenHash, type: 'email' })).user.email, email);
  }),
  works("the mail's link, in the browser that asked: ?code, exchangeCodeForSession(code)", async (world) => {
    const { link } = await mailed(world, { emailRedirectTo: redirectTo });
    const landed = await world.open(link);
    assert.equal(landed.origin + landed.pathname, redirectTo);
    assert.equal(good(await world.auth.exchangeCodeForSession(landed.searchParams.get('code'))).user.email, email);
  }),
  works("the mail's link, implicit: #access_token, setSession()", async (world) => {
    const { auth } = world.browser(undefined, { flowType: 'implicit' });
    good(await auth.signInWithOtp({ email, options: { emailRedirectTo: redirectTo } }));
    const { hash } = await world.open((await world.message(email)).link);
    const said = new URLSearchParams(hash.slice(1));
    assert.equal(said.get('token_type'), 'bearer');
    const tokens = { access_token: said.get('access_token'), refresh_token: said.get('refresh_token') };
    assert.equal(good(await auth.setSession(tokens)).user.email, email);
  }),
  works("the mail's link, opened twice: #error_code=otp_expired", async (world) => {
    const { link } = await mailed(world, { emailRedirectTo: redirectTo });
    await world.open(link);
    const again = await world.open(link);
    assert.match(again.href, /error=access_denied/);
    assert.match(again.href, /error_code=otp_expired/);
  }),
  refused('403 otp_expired', 'verifyOtp(…) // a wrong code', async (world) => {
    const { code } = await mailed(world);
    return world.auth.verifyOtp({ email, token: wrong(code), type: 'email' });
  }),
  refused('403 otp_expired', 'verifyOtp(…) // a used code', async (world) => {
    const token = (await mailed(world)).code;
    good(await world.auth.verifyOtp({ email, token, type: 'email' }));
    return world.auth.verifyOtp({ email, token, type: 'email' });
  }),
  refused('403 otp_expired', 'verifyOtp(…) // an old code', async (world) => {
    const token = (await mailed(world)).code;
    await world.server.advance(25 * 60 * minute);
    return world.auth.verifyOtp({ email, token, type: 'email' });
  }),
  refused('403 otp_expired', 'verifyOtp(…) // the code of another address', async (world) => {
    const token = (await mailed(world)).code;
    return world.auth.verifyOtp({ email: 'bob@example.com', token, type: 'email' });
  }),
  refused('403 otp_expired', "verifyOtp({ token_hash: 'of nobody', type: 'email' })", ({ auth }) =>
    auth.verifyOtp({ token_hash: 'f'.repeat(56), type: 'email' })),
  refused('422 otp_disabled', 'signInWithOtp({ email, options: { shouldCreateUser: false } }) // of nobody', ({ auth }) =>
    auth.signInWithOtp({ email, options: { shouldCreateUser: false } })),
  refused('429 over_email_send_rate_limit', 'signInWithOtp({ email }) // twice in a minute', async (world) => {
    await mailed(world);
    return world.auth.signInWithOtp({ email });
  }),
  works('signInWithOtp({ email }) // again after a minute: a new code', async (world) => {
    await mailed(world);
    await world.server.advance(minute + 1000);
    const { code } = await mailed(world);
    good(await world.auth.verifyOtp({ email, token: code, type: 'email' }));
  }),
  refused('400 validation_failed', "signInWithOtp({ email: 'none' })", ({ auth }) => auth.signInWithOtp({ email: 'none' })),

  works("signUp({ email, password }), verifyOtp({ email, token, type: 'signup' }) // confirmation on", async (world) => {
    const { session } = good(await world.auth.signUp(ada));
    assert.equal(session, null);
    const { code } = await world.message(email);
    good(await world.auth.verifyOtp({ email, token: code, type: 'signup' }));
    good(await world.browser().auth.signInWithPassword(ada));
  }, { switches: { emailConfirmation: true } }),
  works('signUp({ email, password, options: { emailRedirectTo } }), the link // confirmation on', async (world) => {
    good(await world.auth.signUp({ ...ada, options: { emailRedirectTo: redirectTo } }));
    const landed = await world.open((await world.message(email)).link);
    good(await world.auth.exchangeCodeForSession(landed.searchParams.get('code')));
  }, { switches: { emailConfirmation: true } }),
  works("resend({ type: 'signup', email }) // confirmation on", async (world) => {
    good(await world.auth.signUp(ada));
    await world.server.advance(minute + 1000);
    good(await world.auth.resend({ type: 'signup', email }));
    const { code } = await world.message(email);
    good(await world.auth.verifyOtp({ email, token: code, type: 'signup' }));
  }, { switches: { emailConfirmation: true } }),
  refused('429 over_email_send_rate_limit', "resend({ type: 'signup', email }) // within a minute", async (world) => {
    good(await world.auth.signUp(ada));
    return world.auth.resend({ type: 'signup', email });
  }, { switches: { emailConfirmation: true } }),
  works("resend({ type: 'signup', email }) // of nobody: says the same", async ({ auth }) => {
    good(await auth.resend({ type: 'signup', email }));
  }),
];
