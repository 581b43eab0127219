// hufu/next and @supabase/ssr, unchanged from npm, on the cookies of one browser: what one writes the other goes on with.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { createServerClient } from '../../../wasm/test/support/next.js';
import { startServer } from '../../support/server.js';
import { CookieJar, follow, scan } from '../support/browser.js';
import { laterHere } from '../support/later.js';
import { anonKey, eras, today } from '../support/supabase.js';
import { good } from '../support/world.js';

const key = 'sb-127-auth-token';
const credentials = { email: 'ada@example.com', password: 'correct horse battery' };
const story = '故事'.repeat(400);
const minutes = 60_000;
const redirectTo = 'http://localhost:3000/private';

/** A browser's jar, and a client of either kind for one request with it. */
async function openSite(t, { serverClient }) {
  process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY = anonKey;
  const server = await startServer(t);
  const jar = new CookieJar();
  const ours = () => {
    const client = createServerClient(jar.methods, { baseUrl: server.url, backend: 'gotrue', appKey: anonKey });
    t.after(() => client.close());
    return client;
  };
  const theirs = () => serverClient(server.url, jar.methods).auth;
  const rotations = async () => {
    const { entries } = await server.control('GET', '/audit');
    return entries.filter(({ event }) => event === 'refreshed').length;
  };
  return { server, jar, ours, theirs, rotations };
}

/** A test for each day whose packages are here. */
function withEach(name, run) {
  for (const era of eras) test(`${era.name}: ${name}`, (t) => run(t, era));
}

/** The cookies that hold the session; @supabase/ssr leaves verifiers beside them. */
const sessionCookies = (jar) => [...jar.values.keys()].filter((name) => /^sb-127-auth-token(\.\d+)?$/.test(name));
const chunks = (jar) => sessionCookies(jar).filter((name) => name !== key);

withEach('theirs is ours: a session that @supabase/ssr wrote', async (t, era) => {
  const { jar, ours, theirs } = await openSite(t, era);
  const { session } = good(await theirs().signUp(credentials));
  assert.deepEqual(sessionCookies(jar), [key]);
  assert.equal((await ours().user()).unverified.id, session.user.id);
  assert.equal((await ours().accessToken()).token, session.access_token);
});

withEach('ours is theirs: a session that hufu/next wrote', async (t, era) => {
  const { jar, ours, theirs } = await openSite(t, era);
  const { user } = await ours().signUp(credentials);
  assert.deepEqual(sessionCookies(jar), [key]);
  assert.equal(good(await theirs().getUser()).user.id, user.id);
  const { session } = good(await theirs().getSession());
  const supabase = ['access_token', 'expires_at', 'expires_in', 'refresh_token', 'token_type', 'user'];
  assert.deepEqual(Object.keys(session).sort(), [...supabase, 'hufu_base_url'].sort());
  assert.equal(session.user.email, credentials.email);
});

withEach('a session in chunks, renewed by either', async (t, era) => {
  const { server, jar, ours, theirs, rotations } = await openSite(t, era);
  const { user } = good(await theirs().signUp({ ...credentials, options: { data: { story } } }));
  assert.ok(chunks(jar).length >= 2);
  assert.equal((await ours().user()).unverified.id, user.id);

  await server.advance(20 * minutes);
  laterHere(t, 20 * minutes);
  const { token } = await ours().accessToken();
  assert.equal(await rotations(), 1);
  assert.ok(chunks(jar).length >= 2, 'the person is as large as before');
  const { session } = good(await theirs().getSession());
  assert.equal(session.access_token, token);
  assert.equal(session.user.user_metadata.story, story);
  assert.equal(await rotations(), 1, 'they saw that it is renewed');

  await server.advance(20 * minutes);
  laterHere(t, 20 * minutes);
  const renewed = good(await theirs().getSession()).session;
  assert.equal(await rotations(), 2);
  assert.equal((await ours().accessToken()).token, renewed.access_token);
  assert.equal(await rotations(), 2, 'and so did we');
});

withEach('chunks that are not needed any more go, whoever wrote them', async (t, era) => {
  const { jar, ours, theirs } = await openSite(t, era);
  good(await theirs().signUp({ ...credentials, options: { data: { story } } }));
  good(await theirs().updateUser({ data: { story: null } }));
  await ours().signInWithPassword(credentials);
  assert.deepEqual(sessionCookies(jar), [key]);
  good(await theirs().updateUser({ data: { story } }));
  assert.ok(chunks(jar).length >= 2);
  await ours().signOut();
  assert.deepEqual(sessionCookies(jar), []);
  assert.equal(good(await theirs().getSession()).session, null);
});

withEach('signed out by them is signed out for us', async (t, era) => {
  const { ours, theirs } = await openSite(t, era);
  await ours().signUp(credentials);
  assert.equal((await theirs().signOut()).error, null);
  assert.equal((await ours().session()).unverified.state, 'signed_out');
});

withEach('WeChat by a QR code: we begin and end it, they read it; their beginning is not disturbed by ours', async (t, era) => {
  const { server, ours, theirs } = await openSite(t, era);
  await server.person({ nickname: '小明' });
  const address = await scan(await ours().oauthUrl({ provider: 'wechat_qr', redirectTo }), '小明');
  const { user } = await ours().exchangeCodeForSession({ code: new URL(address).searchParams.get('code') });
  assert.equal(good(await theirs().getUser()).user.id, user.id);

  const { url } = good(await theirs().signInWithOAuth({ provider: 'wechat_qr', options: { redirectTo } }));
  const code = new URL(await scan(url, '小明')).searchParams.get('code');
  assert.equal((await ours().user()).unverified.id, user.id);
  assert.equal(good(await theirs().exchangeCodeForSession(code)).user.id, user.id);
});

withEach('recovery: they ask for the mail and we end it; we ask, and they end it', async (t, era) => {
  const { server, jar, ours, theirs } = await openSite(t, era);
  good(await theirs().signUp(credentials));
  good(await theirs().signOut().then(({ error }) => ({ error })));
  const landed = async () => {
    const { messages } = await server.control('GET', `/inbox?to=${encodeURIComponent(credentials.email)}`);
    return new URL(await follow(messages[0].link, server.url)).searchParams.get('code');
  };

  good(await theirs().resetPasswordForEmail(credentials.email, { redirectTo }));
  assert.ok(jar.values.has(`${key}-code-verifier`));
  const { user } = await ours().exchangeCodeForSession({ code: await landed() });
  await ours().updateAccount({ password: 'another good one' });
  assert.equal(good(await theirs().getUser()).user.id, user.id);

  await ours().signOut();
  await server.advance(61_000);
  await ours().recoverPassword({ email: credentials.email, redirectTo });
  assert.match(good(await theirs().exchangeCodeForSession(await landed())).redirectType, /recovery/i);
  assert.equal((await ours().user()).unverified.id, user.id);
});

test('@supabase/ssr 0.4, the oldest that knows this form of cookies, reads them', async (t) => {
  const { server, jar, ours } = await openSite(t, today);
  const { user } = await ours().signUp(credentials);
  const { createServerClient: oldest } = createRequire(new URL('../../gotrue/package.json', import.meta.url))('supabase-ssr-0.4');
  const realtime = { transport: globalThis.WebSocket ?? class NoWebSocket {} };
  const { auth } = oldest(server.url, anonKey, { realtime, cookies: jar.methods });
  assert.equal(good(await auth.getSession()).session.user.id, user.id);
});
