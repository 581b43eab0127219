// localStorage of one browser, and supabase-js and hufu in turn on it: what one writes the other goes on with.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';

import { createClient, webStorage } from '../../../wasm/dist/node.js';
import { startServerIn } from '../../support/server.js';
import { follow, scan } from '../support/browser.js';
import { MemoryStorage, anonKey, eras } from '../support/supabase.js';
import { ada, good, oneTimeCode } from '../support/world.js';

const server = await startServerIn({ NEXT_PUBLIC_SUPABASE_ANON_KEY: anonKey }, { after });
const key = 'sb-127-auth-token';
const redirectTo = 'http://localhost:3000/private';
let storage;

beforeEach(async () => {
  await server.reset();
  storage = new MemoryStorage();
});

/** hufu in this browser, and the address that it would open. */
function hufu(t) {
  const shown = [];
  const host = { store: webStorage(() => storage), present: ({ url }) => void shown.push(url) };
  const client = createClient({ baseUrl: server.url, backend: 'gotrue', appKey: anonKey, host });
  t.after(() => client.close());
  return { client, shown };
}

/** Of the newest mail. */
async function linkTo(address) {
  const { messages } = await server.control('GET', `/inbox?to=${encodeURIComponent(address)}`);
  return messages[0].link;
}

const codeAt = (address) => new URL(address).searchParams.get('code');

for (const era of eras) {
  const supabase = () => era.browserClient(server.url, storage).auth;

  test(`${era.name}: theirs is ours`, async (t) => {
    const { session } = good(await supabase().signUp(ada));
    const { client } = hufu(t);
    assert.equal((await client.user()).id, session.user.id);
    assert.equal((await client.accessToken()).token, session.access_token);
  });

  test(`${era.name}: ours is theirs`, async (t) => {
    const { user } = await hufu(t).client.signUp(ada);
    assert.deepEqual([...storage.items.keys()], [key]);
    assert.equal(good(await supabase().getUser()).user.id, user.id);
    assert.notEqual(good(await supabase().refreshSession()).session, null);
  });

  test(`${era.name}: they begin with WeChat, we end it`, async (t) => {
    await server.person({ nickname: '小明' });
    const { url } = good(await supabase().signInWithOAuth({
      provider: 'wechat_qr', options: { redirectTo, skipBrowserRedirect: true } }));
    const code = codeAt(await scan(url, '小明'));
    const { user } = await hufu(t).client.exchangeCodeForSession({ code });
    assert.equal(good(await supabase().getUser()).user.id, user.id);
  });

  test(`${era.name}: we begin with WeChat, they end it`, async (t) => {
    await server.person({ nickname: '小明' });
    const { client, shown } = hufu(t);
    await client.signInWithOauth({ provider: 'wechat_qr', redirectTo });
    const code = codeAt(await scan(shown[0], '小明'));
    const { user } = good(await supabase().exchangeCodeForSession(code));
    assert.equal((await hufu(t).client.user()).id, user.id);
  });

  test(`${era.name}: they ask for a new password, we end it and hear that it is one`, async (t) => {
    good(await era.browserClient(server.url).auth.signUp(ada));
    good(await supabase().resetPasswordForEmail(ada.email, { redirectTo }));
    const { client } = hufu(t);
    const events = [];
    client.on((event) => void events.push(event.kind));
    await client.exchangeCodeForSession({ code: codeAt(await follow(await linkTo(ada.email), server.url)) });
    assert.ok(events.includes('password_recovery'), events.join());
    await client.updateAccount({ password: 'another good one' });
    assert.equal(good(await supabase().getUser()).user.email, ada.email);
  });

  test(`${era.name}: we ask for a new password, they end it and hear that it is one`, async (t) => {
    good(await era.browserClient(server.url).auth.signUp(ada));
    await hufu(t).client.recoverPassword({ email: ada.email, redirectTo });
    const landed = await follow(await linkTo(ada.email), server.url);
    assert.match(good(await supabase().exchangeCodeForSession(codeAt(landed))).redirectType, /recovery/i);
    good(await supabase().updateUser({ password: 'another good one' }));
    assert.equal((await hufu(t).client.fetchAccount()).email, ada.email);
  });

  test(`${era.name}: a link by mail that the other asked for`, async (t) => {
    good(await supabase().signInWithOtp({ email: ada.email, options: { emailRedirectTo: redirectTo } }));
    const { user } = await hufu(t).client.exchangeCodeForSession({ code: codeAt(await follow(await linkTo(ada.email), server.url)) });
    await hufu(t).client.signOut();
    await server.advance(61_000);
    await hufu(t).client.sendOtp({ email: ada.email, redirectTo });
    const theirs = good(await supabase().exchangeCodeForSession(codeAt(await follow(await linkTo(ada.email), server.url))));
    assert.equal(theirs.user.id, user.id);
  });

  test(`${era.name}: a second factor that they have enrolled is asked for by us`, async (t) => {
    const auth = supabase();
    good(await auth.signUp(ada));
    const { id, totp } = good(await auth.mfa.enroll({ factorType: 'totp' }));
    good(await auth.mfa.challengeAndVerify({ factorId: id, code: oneTimeCode(totp.secret) }));
    assert.equal((await hufu(t).client.session()).assurance, 'aal2');
    await hufu(t).client.signOut();
    const { client } = hufu(t);
    await client.signInWithPassword(ada);
    const session = await client.session();
    assert.deepEqual([session.assurance, session.assuranceToReach], ['aal1', 'aal2']);
    await client.verifyFactor({ factorId: id, code: oneTimeCode(totp.secret, 30) });
    assert.equal(good(await supabase().mfa.getAuthenticatorAssuranceLevel()).currentLevel, 'aal2');
  });

  test(`${era.name}: signed out by either is signed out`, async (t) => {
    good(await supabase().signUp(ada));
    await hufu(t).client.signOut();
    assert.equal(good(await supabase().getSession()).session, null);
    await hufu(t).client.signInWithPassword(ada);
    assert.equal((await supabase().signOut()).error, null);
    assert.equal((await hufu(t).client.session()).state, 'signed_out');
  });
}
