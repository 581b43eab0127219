// Unchanged @supabase/supabase-js signs up, signs in, refreshes, changes its user and signs out.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';

import { scan } from '../support/browser.js';
import { laterHere } from '../support/later.js';
import { startServerIn } from '../../support/server.js';
import { MemoryStorage, anonKey, browserClient } from '../support/supabase.js';

const server = await startServerIn({ NEXT_PUBLIC_SUPABASE_ANON_KEY: anonKey }, { after });
const credentials = { email: 'ada@example.com', password: 'correct horse battery' };
const redirectTo = 'http://localhost:3000/private';

beforeEach(() => server.reset());

/** The data of an answer that has no error. */
function good({ data, error }) {
  assert.equal(error, null);
  return data;
}

async function signedUp(storage) {
  const supabase = browserClient(server.url, storage);
  good(await supabase.auth.signUp(credentials));
  return supabase;
}

async function scanned(supabase, name) {
  const { url } = good(await supabase.auth.signInWithOAuth({
    provider: 'wechat_qr', options: { redirectTo, skipBrowserRedirect: true } }));
  const landed = new URL(await scan(url, name));
  assert.equal(landed.origin + landed.pathname, redirectTo);
  return landed.searchParams.get('code');
}

test('signs up with e-mail and password', async () => {
  const supabase = browserClient(server.url);
  const { user, session } = good(await supabase.auth.signUp({
    ...credentials, options: { data: { full_name: 'Ada', team: 'engines' } } }));
  assert.equal(user.email, credentials.email);
  assert.equal(user.user_metadata.full_name, 'Ada');
  assert.equal(user.user_metadata.team, 'engines');
  assert.equal(user.app_metadata.provider, 'email');
  assert.equal(session.token_type, 'bearer');
  assert.equal(good(await supabase.auth.getUser()).user.id, user.id);
});

test('an address signs up once, whatever its case', async () => {
  await signedUp();
  const { error } = await browserClient(server.url).auth.signUp({
    ...credentials, email: 'ADA@example.com' });
  assert.equal(error.status, 422);
  assert.equal(error.code, 'user_already_exists');
});

test('a weak password is told with its reasons', async () => {
  const { error } = await browserClient(server.url).auth.signUp({
    email: 'a@example.com', password: 'short' });
  assert.equal(error.name, 'AuthWeakPasswordError');
  assert.deepEqual(error.reasons, ['length']);
});

test('signs in with the password, and not with another', async () => {
  await signedUp();
  const supabase = browserClient(server.url);
  const { error } = await supabase.auth.signInWithPassword({ ...credentials, password: 'wrong word' });
  assert.equal(error.code, 'invalid_credentials');
  const unknown = await supabase.auth.signInWithPassword({ ...credentials, email: 'bob@example.com' });
  assert.deepEqual(unknown.error, error);
  const { user } = good(await supabase.auth.signInWithPassword(credentials));
  assert.equal(user.email, credentials.email);
});

test('signs in anonymously and becomes somebody', async () => {
  const supabase = browserClient(server.url);
  const { user } = good(await supabase.auth.signInAnonymously({ options: { data: { cart: 3 } } }));
  assert.equal(user.is_anonymous, true);
  assert.equal(user.user_metadata.cart, 3);
  const permanent = good(await supabase.auth.updateUser(credentials)).user;
  assert.equal(permanent.id, user.id);
  assert.equal(permanent.is_anonymous, false);
  const again = good(await browserClient(server.url).auth.signInWithPassword(credentials));
  assert.equal(again.user.id, user.id);
});

test('signs in by the WeChat QR code through PKCE', async () => {
  await server.person({ nickname: '小明' });
  const storage = new MemoryStorage();
  const supabase = browserClient(server.url, storage);
  const code = await scanned(supabase, '小明');
  const { session, user } = good(await supabase.auth.exchangeCodeForSession(code));
  assert.equal(user.user_metadata.full_name, '小明');
  assert.equal(user.app_metadata.provider, 'wechat_qr');
  assert.ok(session.refresh_token);
  // The code was for one use, and the verifier is gone from the browser as well.
  const second = await supabase.auth.exchangeCodeForSession(code);
  assert.equal(second.error.name, 'AuthPKCECodeVerifierMissingError');
});

test('another browser can do nothing with the code', async () => {
  await server.person({ nickname: '小明' });
  const victim = browserClient(server.url);
  const code = await scanned(victim, '小明');
  const thief = browserClient(server.url);
  await thief.auth.signInWithOAuth({ provider: 'wechat_qr', options: { skipBrowserRedirect: true } });
  const { error } = await thief.auth.exchangeCodeForSession(code);
  assert.equal(error.code, 'bad_code_verifier');
  good(await victim.auth.exchangeCodeForSession(code));
});

test('claims verify against the published keys', async () => {
  const supabase = await signedUp();
  const { claims, header } = good(await supabase.auth.getClaims());
  assert.equal(header.alg, 'ES256');
  assert.equal(claims.iss, `${server.url}/auth/v1`);
  assert.equal(claims.aud, 'authenticated');
  assert.equal(claims.role, 'authenticated');
  assert.equal(claims.aal, 'aal1');
  assert.equal(claims.amr[0].method, 'password');
  assert.equal(claims.is_anonymous, false);
  assert.match(claims.session_id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  // Verified here, by the browser's own cryptography, without asking the server who that is.
  assert.equal(await server.count('GET /auth/v1/.well-known/jwks.json'), 1);
  assert.equal(await server.count('GET /auth/v1/user'), 0);
});

test('with a shared secret there are no keys to publish, and the server is asked', async (t) => {
  const shared = await startServerIn({ JWT_SECRET: 'a secret of at least thirty-two bytes' }, t);
  const supabase = browserClient(shared.url);
  good(await supabase.auth.signUp(credentials));
  const { claims, header } = good(await supabase.auth.getClaims());
  assert.equal(header.alg, 'HS256');
  assert.equal(claims.email, credentials.email);
  assert.equal(await shared.count('GET /auth/v1/user'), 1);
});

test('refreshes, also after a restart with the same storage', async () => {
  const storage = new MemoryStorage();
  const first = good(await (await signedUp(storage)).auth.getSession()).session;
  const supabase = browserClient(server.url, storage);
  const second = good(await supabase.auth.refreshSession()).session;
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.notEqual(second.access_token, first.access_token);
  assert.equal(good(await supabase.auth.getUser()).user.email, credentials.email);
});

test('an expired session is refreshed when it is asked for', async (context) => {
  const supabase = await signedUp();
  const before = good(await supabase.auth.getSession()).session;
  // The client judges by its own clock, the server by the one that control moves.
  await server.advance(20 * 60_000);
  assert.equal((await supabase.auth.getUser()).error.code, 'bad_jwt');
  laterHere(context, 20 * 60_000);
  const after = good(await supabase.auth.getSession()).session;
  assert.notEqual(after.access_token, before.access_token);
  assert.equal(good(await supabase.auth.getUser()).user.email, credentials.email);
});

test('many callers with an expired session cause one refresh', async (context) => {
  const supabase = await signedUp();
  const before = await server.count('POST /auth/v1/token');
  await server.advance(20 * 60_000);
  laterHere(context, 20 * 60_000);
  const all = await Promise.all(Array.from({ length: 50 }, () => supabase.auth.getUser()));
  assert.equal(new Set(all.map((answer) => good(answer).user.id)).size, 1);
  assert.equal(await server.count('POST /auth/v1/token') - before, 1);
});

test('a refresh token that was spent long ago ends the session', async () => {
  const supabase = await signedUp();
  const { refresh_token } = good(await supabase.auth.getSession()).session;
  good(await supabase.auth.refreshSession());
  good(await supabase.auth.refreshSession());
  const { error } = await browserClient(server.url).auth.refreshSession({ refresh_token });
  assert.equal(error.code, 'refresh_token_already_used');
  assert.equal((await supabase.auth.refreshSession()).error.name, 'AuthSessionMissingError');
});

test('updates the user, and getUser shows it', async () => {
  const supabase = await signedUp();
  const updated = good(await supabase.auth.updateUser({
    data: { full_name: '阿达', color: 'green', nothing: null } })).user;
  assert.equal(updated.user_metadata.full_name, '阿达');
  const { user } = good(await supabase.auth.getUser());
  assert.deepEqual(user.user_metadata, {
    sub: user.id, email: credentials.email, email_verified: true, phone_verified: false,
    full_name: '阿达', color: 'green' });
});

test('changes password and e-mail; other devices have to sign in again', async () => {
  const here = await signedUp();
  const elsewhere = browserClient(server.url);
  good(await elsewhere.auth.signInWithPassword(credentials));
  const same = await here.auth.updateUser({ password: credentials.password });
  assert.equal(same.error.code, 'same_password');
  good(await here.auth.updateUser({ email: 'countess@example.com', password: 'another good one' }));
  for (const email of [credentials.email, 'countess@example.com']) {
    const { messages: [{ code }] } = await server.control('GET', `/inbox?to=${encodeURIComponent(email)}`);
    assert.equal((await here.auth.verifyOtp({ email, token: code, type: 'email_change' })).error, null);
  }
  assert.equal((await elsewhere.auth.refreshSession()).error.name, 'AuthSessionMissingError');
  good(await here.auth.refreshSession());
  good(await browserClient(server.url).auth.signInWithPassword({
    email: 'countess@example.com', password: 'another good one' }));
  assert.equal((await elsewhere.auth.signInWithPassword(credentials)).error.code, 'invalid_credentials');
});

test('changing how one signs in needs a fresh sign-in', async () => {
  const supabase = await signedUp();
  await server.advance(11 * 60_000);
  const { error } = await supabase.auth.updateUser({ password: 'another good one' });
  assert.equal(error.code, 'reauthentication_needed');
});

test('signs out: here, elsewhere, everywhere', async () => {
  const lives = async (client) => (await client.auth.refreshSession()).error === null;
  const here = await signedUp();
  const others = [browserClient(server.url), browserClient(server.url)];
  for (const other of others) good(await other.auth.signInWithPassword(credentials));

  assert.equal((await others[0].auth.signOut({ scope: 'local' })).error, null);
  assert.equal(await lives(others[0]), false);
  assert.equal(await lives(others[1]), true);
  assert.equal((await here.auth.signOut({ scope: 'others' })).error, null);
  assert.equal(await lives(others[1]), false);
  assert.equal(await lives(here), true);
  const { access_token } = good(await here.auth.getSession()).session;
  assert.equal((await here.auth.signOut()).error, null);
  assert.equal((await here.auth.getUser(access_token)).error.name, 'AuthSessionMissingError');
});

test('a banned user is refused everywhere', async () => {
  const supabase = await signedUp();
  const { id } = good(await supabase.auth.getUser()).user;
  await server.control('POST', `/users/${id}/ban`, {});
  assert.equal((await supabase.auth.getUser()).error.code, 'user_banned');
  assert.equal((await supabase.auth.refreshSession()).error.code, 'user_banned');
  assert.equal((await browserClient(server.url).auth.signInWithPassword(credentials)).error.code, 'user_banned');
});

test('adds WeChat to an account and takes it off again', async () => {
  await server.person({ nickname: '小红' });
  const supabase = await signedUp();
  const { id } = good(await supabase.auth.getUser()).user;
  const { url } = good(await supabase.auth.linkIdentity({
    provider: 'wechat_qr', options: { redirectTo, skipBrowserRedirect: true } }));
  // What linkIdentity gives is WeChat's page itself: the server was asked with the bearer token.
  const page = await (await fetch(url)).text();
  const link = /<a href="([^"]+)">小红<\/a>/.exec(page)[1].replaceAll('&amp;', '&');
  const callback = await fetch(new URL(link, server.url), { redirect: 'manual' });
  const landing = await fetch(callback.headers.get('location'), { redirect: 'manual' });
  const code = new URL(landing.headers.get('location')).searchParams.get('code');
  assert.equal(good(await supabase.auth.exchangeCodeForSession(code)).user.id, id);

  const { identities } = good(await supabase.auth.getUserIdentities());
  assert.deepEqual(identities.map(({ provider }) => provider), ['email', 'wechat_qr']);
  const fromWechat = browserClient(server.url);
  const { user } = good(await fromWechat.auth.exchangeCodeForSession(await scanned(fromWechat, '小红')));
  assert.equal(user.id, id);

  good(await supabase.auth.signInWithPassword(credentials));
  good(await supabase.auth.unlinkIdentity(identities[1]));
  const last = await supabase.auth.unlinkIdentity(identities[0]);
  assert.equal(last.error.code, 'single_identity_not_deletable');
  assert.equal((await fromWechat.auth.refreshSession()).error.name, 'AuthSessionMissingError');
});

test('without the project key nothing is answered', async () => {
  const { error } = await browserClient(server.url, undefined, 'another key').auth.signUp(credentials);
  assert.equal(error.status, 401);
  assert.equal(error.message, 'Invalid API key');
});

test('too many requests are told as such', async () => {
  const supabase = await signedUp();
  let error = null;
  for (let attempt = 0; attempt < 160 && !error; ++attempt) {
    ({ error } = await supabase.auth.refreshSession());
  }
  assert.equal(error.status, 429);
  assert.equal(error.code, 'over_request_rate_limit');
});
