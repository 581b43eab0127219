// Unchanged @supabase/ssr: the pages of document 001, with the cookies a browser would keep.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';

import { CookieJar, scan } from '../support/browser.js';
import { laterHere } from '../support/later.js';
import { startServerIn } from '../../support/server.js';
import { anonKey, browserClient, serverClient, today } from '../support/supabase.js';

const server = await startServerIn({ NEXT_PUBLIC_SUPABASE_ANON_KEY: anonKey }, { after });
const storageKey = 'sb-127-auth-token';
const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

beforeEach(() => server.reset());

function good({ data, error }) {
  assert.equal(error, null);
  return data;
}

/** The pages of the document; each request gets a client of its own, as Next.js demands. */
class Site {
  constructor(jar, methods = jar.methods) {
    this.jar = jar;
    this.methods = methods;
  }
  client() {
    return serverClient(server.url, this.methods);
  }
  /** app/login/actions.tsx */
  async login() {
    const { url } = good(await this.client().auth.signInWithOAuth({
      provider: 'wechat_qr', options: { redirectTo: 'http://localhost:3000/private' } }));
    return url;
  }
  /** app/private/route.ts */
  async callback(address) {
    const { searchParams, pathname } = new URL(address);
    assert.equal(pathname, '/private');
    return this.client().auth.exchangeCodeForSession(searchParams.get('code'));
  }
  /** app/page.tsx, and the middleware before it */
  async home() {
    const { data, error } = await this.client().auth.getUser();
    return error || !data?.user ? '/login' : data.user.user_metadata.full_name;
  }
  /** app/signout/route.ts */
  async signOut() {
    const supabase = this.client();
    const { data: { session } } = await supabase.auth.getSession();
    if (session) good(await supabase.auth.signOut().then((answer) => ({ data: null, ...answer })));
  }
}

async function walkTheDocument(site) {
  await server.person({ nickname: '小明' });
  assert.equal(await site.home(), '/login');
  good(await site.callback(await scan(await site.login(), '小明')));
  assert.equal(await site.home(), '小明');
  await site.signOut();
  assert.equal(await site.home(), '/login');
}

test('the document, with cookies read and set as a batch', async () => {
  const jar = new CookieJar();
  await walkTheDocument(new Site(jar));
  assert.deepEqual([...jar.values.keys()], []);
});

test('the document as it is written, with get, set and remove', async () => {
  const jar = new CookieJar();
  await walkTheDocument(new Site(jar, jar.documentMethods));
});

test('the session stands in cookies of the known form', async () => {
  await server.person({ nickname: '小明' });
  const jar = new CookieJar();
  const site = new Site(jar);
  const url = await site.login();
  assert.ok(jar.values.has(`${storageKey}-code-verifier`));
  good(await site.callback(await scan(url, '小明')));
  const whole = [...jar.values].filter(([name]) => name === storageKey || name.startsWith(`${storageKey}.`)).sort()
    .map(([, value]) => value).join('');
  assert.ok(whole.startsWith('base64-'));
  const session = JSON.parse(Buffer.from(whole.slice(7), 'base64url'));
  assert.deepEqual(Object.keys(session).sort(),
    ['access_token', 'expires_at', 'expires_in', 'refresh_token', 'token_type', 'user']);
  const { batch, headers } = jar.batches.at(-1);
  assert.ok(batch.every(({ value }) => encodeURIComponent(value).length <= 3180));
  assert.match(headers['Cache-Control'], /no-store/);
});

test('a large session is cut into chunks and joined again', async () => {
  const jar = new CookieJar();
  const supabase = serverClient(server.url, jar.methods);
  good(await supabase.auth.signUp({ ...credentials, options: { data: { story: '故事'.repeat(400) } } }));
  assert.ok(jar.values.has(`${storageKey}.1`));
  const { user } = good(await serverClient(server.url, jar.methods).auth.getUser());
  assert.equal(user.user_metadata.story.length, 800);
  // Smaller again: the chunks that are not needed any more go.
  const chunks = jar.values.size;
  good(await serverClient(server.url, jar.methods).auth.updateUser({ data: { story: null } }));
  good(await serverClient(server.url, jar.methods).auth.refreshSession());
  assert.ok(jar.values.size < chunks);
  good(await serverClient(server.url, jar.methods).auth.getUser());
});

test('the browser reads what the server wrote, and the server what the browser wrote', async () => {
  const jar = new CookieJar();
  good(await serverClient(server.url, jar.methods).auth.signUp(credentials));
  const browser = today.pageClient(server.url, jar.methods);
  const before = good(await browser.auth.getSession()).session;
  assert.equal(before.user.email, credentials.email);
  const after = good(await browser.auth.refreshSession()).session;
  const seen = good(await serverClient(server.url, jar.methods).auth.getSession()).session;
  assert.equal(seen.access_token, after.access_token);
  assert.notEqual(seen.access_token, before.access_token);
});

test('the middleware refreshes an expired session and rewrites the cookies', async (context) => {
  const jar = new CookieJar();
  good(await serverClient(server.url, jar.methods).auth.signUp(credentials));
  const before = new Map(jar.values);
  await server.advance(20 * 60_000);
  laterHere(context, 20 * 60_000);
  good(await serverClient(server.url, jar.methods).auth.getUser());
  assert.notDeepEqual(jar.values, before);
  const refreshes = await server.count('POST /auth/v1/token');
  good(await serverClient(server.url, jar.methods).auth.getUser());
  assert.equal(await server.count('POST /auth/v1/token'), refreshes);
});

test('twenty requests of one page with an expired cookie: one rotation, all of them signed in', async (context) => {
  const jar = new CookieJar();
  good(await serverClient(server.url, jar.methods).auth.signUp(credentials));
  await server.advance(20 * 60_000);
  laterHere(context, 20 * 60_000);
  // Each request came with the same cookies and writes its own answer's.
  const jars = Array.from({ length: 20 }, () => {
    const copy = new CookieJar();
    copy.values = new Map(jar.values);
    return copy;
  });
  const users = await Promise.all(jars.map(({ methods }) => serverClient(server.url, methods).auth.getUser()));
  assert.equal(new Set(users.map((answer) => good(answer).user.id)).size, 1);
  const sessions = await Promise.all(jars.map(({ methods }) => serverClient(server.url, methods).auth.getSession()));
  assert.equal(new Set(sessions.map((answer) => good(answer).session.refresh_token)).size, 1);
  const { entries } = await server.control('GET', '/audit');
  assert.equal(entries.filter(({ event }) => event === 'refreshed').length, 1);
});

test('signing out elsewhere is noticed', async () => {
  const jar = new CookieJar();
  good(await serverClient(server.url, jar.methods).auth.signUp(credentials));
  const phone = browserClient(server.url);
  good(await phone.auth.signInWithPassword(credentials));
  assert.equal((await phone.auth.signOut({ scope: 'global' })).error, null);
  const { data, error } = await serverClient(server.url, jar.methods).auth.getUser();
  assert.equal(data.user, null);
  assert.equal(error.name, 'AuthSessionMissingError');
});
