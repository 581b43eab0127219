// hufu/next: the session in cookies, and one that Clerk has.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  authRoutes,
  Browser,
  clerkCredential,
  createBrowserClient,
  createServerClient,
  updateSession,
} from './support/next.js';
import { anonKey, expire, key, openSite, signedUp, stored } from './support/next_site.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

test('a large session stands in chunks; chunks that are not needed any more go', needsServer, async (t) => {
  const site = await signedUp(t);
  const { server, options, browser } = site;
  const write = async (story) => {
    const { token } = await createServerClient(browser.readable, options).accessToken();
    const headers = { apikey: anonKey, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`${server.url}/auth/v1/user`, { method: 'PUT', headers, body: JSON.stringify({ data: { story } }) });
    assert.equal(answer.status, 200);
    await expire(site);
    browser.take(await updateSession(browser.request('/'), options));
  };
  await write('故事'.repeat(400));
  assert.ok(browser.values.has(`${key}.1`));
  assert.ok([...browser.values.values()].every((value) => encodeURIComponent(value).length <= 3180));
  assert.equal(stored(browser).user.user_metadata.story.length, 800);
  await write(null);
  assert.ok(!browser.values.has(`${key}.1`), [...browser.values.keys()].join());
  assert.equal(stored(browser).user.user_metadata.story, undefined);
});

test('server-only: __Host- cookies that no script reads, and no client in the browser', needsServer, async (t) => {
  const site = await signedUp(t, { cookieMode: 'server-only', cookieAttributes: { domain: 'site.test', path: '/x' } });
  const { options, browser } = site;
  for (const name of browser.values.keys()) {
    assert.match(name, /^__Host-sb-127-auth-token/);
    assert.match(browser.attributes.get(name), /; Path=\/; Max-Age=34560000; SameSite=lax; Secure; HttpOnly$/);
  }
  await expire(site, `__Host-${key}`);
  browser.take(await updateSession(browser.request('/'), options));
  assert.equal((await createServerClient(browser.readable, options).session()).unverified.state, 'signed_in');
  assert.throws(() => createBrowserClient(options), { code: 'unsupported', action: 'fix_program' });
});

test('Secure where the site is on https', needsServer, async (t) => {
  const site = await signedUp(t);
  const { options, browser } = site;
  const sentBy = async (init, more) => {
    await expire(site);
    const response = browser.take(await updateSession(browser.request('/', init), { ...options, ...more }));
    return response.cookies.sent.map(({ options: { secure } }) => secure);
  };
  assert.deepEqual(await sentBy({}), [false]);
  assert.deepEqual(await sentBy({ headers: { 'x-forwarded-proto': 'https' } }), [true]);
  assert.deepEqual(await sentBy({}, { siteUrl: 'https://shop.example' }), [true]);
});

test('Secure in production, where nobody says how the browser came: a server action without siteUrl', needsServer, async (t) => {
  const { options } = await openSite(t);
  const setBy = async (environment, more) => {
    const { NODE_ENV } = process.env;
    process.env.NODE_ENV = environment;
    try {
      const browser = new Browser();
      await createServerClient(browser.writable, { ...options, ...more }).signInAnonymously();
      return browser.attributes.get(key).secure;
    } finally {
      if (NODE_ENV === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = NODE_ENV;
    }
  };
  assert.equal(await setBy('production'), true);
  assert.equal(await setBy('development'), false);
  assert.equal(await setBy('production', { siteUrl: 'http://10.0.0.7' }), false);
  assert.equal(await setBy('production', { cookieAttributes: { secure: false } }), false);
});

test('with a domain, what this host alone was sent before goes', needsServer, async (t) => {
  const site = await signedUp(t);
  const { browser } = site;
  const options = { ...site.options, cookieAttributes: { domain: 'site.test' } };
  await expire(site);
  const renewal = await updateSession(browser.request('/'), options);
  assert.equal(renewal.cookies.sent[0].options.domain, 'site.test');
  assert.deepEqual(renewal.headers.getSetCookie(), [`${key}=; Path=/; Max-Age=0; SameSite=lax`]);
  const out = await authRoutes(options).POST(browser.post('/auth/sign-out', {}));
  assert.deepEqual(out.headers.getSetCookie(), [
    `${key}=; Path=/; Max-Age=0; SameSite=lax`,
    `${key}=; Path=/; Max-Age=0; SameSite=lax; Domain=site.test`,
  ]);
});

test('with a domain, a server action clears what this host alone was sent before, though Next.js keeps one cookie of a name', needsServer, async (t) => {
  const { browser, ...site } = await signedUp(t);
  const options = { ...site.options, cookieAttributes: { domain: 'site.test' } };
  const { getAll } = browser.readable;
  const sent = new Map();
  const cookies = { getAll, set: (name, value, { domain, maxAge }) => sent.set(name, { value, domain, maxAge }) };
  await createServerClient(cookies, options).signOut();
  const removed = { value: '', maxAge: 0 };
  assert.deepEqual([...sent], [[`${key} `, { ...removed, domain: undefined }], [key, { ...removed, domain: 'site.test' }]]);
});

test('cookies that hold no session that can be read are removed, and kept nowhere', needsServer, async (t) => {
  const { options, browser } = await signedUp(t);
  const half = stored(browser);
  const broken = `base64-${Buffer.from(JSON.stringify(half).slice(0, -20)).toString('base64url')}`;
  browser.values = new Map([[key, broken], [`${key}.set-aside`, 'base64-'], [`${key}.set-aside.0`, 'of an earlier version']]);
  assert.equal((await createServerClient(browser.writable, options).session()).unverified.state, 'signed_out');
  assert.deepEqual([...browser.values.keys()], []);
});

// ---- a borrowed session -------------------------------------------------------------------------------

test("Clerk's getToken signs the server's requests; nothing is stored", needsServer, async (t) => {
  const server = await startServer(t);
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Ada', email: 'ada@example.com' });
  const asked = [];
  const getToken = async ({ skipCache }) => {
    asked.push(skipCache);
    return (await server.control('POST', '/clerk/session-tokens', { userId })).token;
  };
  const browser = new Browser();
  const options = { baseUrl: server.url, session: 'borrowed', credential: clerkCredential(async () => ({ getToken })) };
  const client = createServerClient(browser.writable, options);
  assert.equal((await client.fetchProfile()).platform, 'web');
  assert.deepEqual(asked, [false]);
  assert.ok((await updateSession(browser.request('/'), options)).isNext);
  assert.deepEqual([...browser.values.keys()], []);

  const nobody = createServerClient(browser.writable, { ...options, credential: clerkCredential({ getToken: async () => null }) });
  await assert.rejects(nobody.fetchProfile(), { code: 'signed_out' });
});
