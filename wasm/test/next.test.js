// hufu/next: sessions in cookies, one rotation for pages made at once, no way out by `next`.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { scan } from '../../tests/peers/support/browser.js';
import { aged } from './support/aged.js';
import { hostilePayloads } from './support/hostile.js';
import {
  authRoutes,
  Browser,
  clerkCredential,
  createBrowserClient,
  createServerClient,
  exchangeCode,
  safeNext,
  updateSession,
} from './support/next.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const anonKey = 'anon-key-of-the-tests';
const key = 'sb-127-auth-token';
const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

async function openSite(t, more = {}) {
  process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY = anonKey;
  const server = await startServer(t);
  const options = { baseUrl: server.url, backend: 'gotrue', appKey: anonKey, ...more };
  return { server, options, routes: authRoutes(options), browser: new Browser() };
}

/** Somebody registered, in cookies of the browser. */
async function signedUp(t, more) {
  const site = await openSite(t, more);
  const answer = site.browser.take(await site.routes.POST(site.browser.post('/auth/sign-up', credentials)));
  assert.equal(answer.headers.get('location'), '/');
  return site;
}

const isOf = (cookie, name) => cookie === name || /^\.\d+$/.test(cookie.slice(name.length));

/** The session, as @supabase/ssr reads it. */
function stored(browser, name = key) {
  const parts = [...browser.values].filter(([each]) => each.startsWith(name) && isOf(each, name)).sort();
  const text = parts.map(([, value]) => value).join('');
  assert.ok(text.startsWith('base64-'));
  return JSON.parse(Buffer.from(text.slice(7), 'base64url'));
}

/** Time passes, here and there: the cookie holds a session that has run out. */
async function expire({ server, browser }, name = key) {
  await server.advance(20 * 60_000);
  const session = aged(stored(browser, name), 20 * 60);
  for (const each of [...browser.values.keys()]) if (isOf(each, name)) browser.values.delete(each);
  browser.values.set(name, `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`);
}

const rotations = async (server) => {
  const { entries } = await server.control('GET', '/audit');
  return entries.filter(({ event }) => event === 'refreshed').length;
};

// ---- signing in and out ---------------------------------------------------------------------------

test('by a QR code: away to WeChat, back with a code, to the page that was asked for', needsServer, async (t) => {
  const { server, options, routes, browser } = await openSite(t, { siteUrl: 'http://localhost:3000' });
  // The list of addresses that the server knows has the one of document 001.
  const post = browser.post('/auth/sign-in', { provider: 'wechat_qr', next: '/account?tab=1' }, { origin: 'http://localhost:3000' });
  const away = browser.take(await routes.POST(post));
  assert.equal(away.status, 303);
  assert.match(away.headers.get('location'), /\/auth\/v1\/authorize\?provider=wechat_qr&redirect_to=http%3A%2F%2Flocalhost%3A3000%2Fauth%2Fcallback&/);
  assert.ok(browser.values.has(`${key}-code-verifier`));

  await server.person({ nickname: '小明' });
  const back = new URL(await scan(away.headers.get('location'), '小明'));
  const done = browser.take(await routes.GET(browser.request(`/auth/callback${back.search}`)));
  assert.equal(done.status, 303);
  assert.equal(done.headers.get('location'), '/account?tab=1');
  assert.match(done.headers.get('cache-control'), /no-store/);
  assert.deepEqual([...browser.values.keys()].filter((name) => !name.startsWith(`${key}.`) && name !== key), []);
  assert.equal((await createServerClient(browser.readable, options).user()).nickname, '小明');

  const again = browser.take(await routes.GET(browser.request(`/auth/callback${back.search}`)));
  assert.equal(again.headers.get('location'), '/sign-in?error=credential_invalid');
  assert.equal((await createServerClient(browser.readable, options).session()).state, 'signed_in', 'the session is kept');
});

test('by e-mail and password; sign-out takes all cookies away', needsServer, async (t) => {
  const { server, options, routes, browser } = await signedUp(t);
  const attributes = browser.attributes.get([...browser.values.keys()][0]);
  assert.match(attributes, /; Path=\/; Max-Age=34560000; SameSite=lax$/);
  assert.equal((await createServerClient(() => Promise.resolve(browser.readable), options).session()).state, 'signed_in');

  const out = browser.take(await routes.POST(browser.post('/auth/sign-out', { next: '/bye' })));
  assert.equal(out.headers.get('location'), '/bye');
  assert.deepEqual([...browser.values.keys()], []);
  assert.equal(await server.count('POST /auth/v1/logout'), 1);

  const wrong = await routes.POST(browser.post('/auth/sign-in', { ...credentials, password: 'not this one' }));
  assert.equal(wrong.headers.get('location'), '/sign-in?error=wrong_password');
  const again = await routes.POST(browser.post('/auth/sign-in', { ...credentials, password: 'not this one', next: '/account' }));
  assert.equal(again.headers.get('location'), `${wrong.headers.get('location')}&next=%2Faccount`);
  const right = browser.take(await routes.POST(browser.post('/auth/sign-in', { ...credentials, next: '/account' })));
  assert.equal(right.headers.get('location'), '/account');
  assert.equal((await createServerClient(browser.readable, options).user()).id, stored(browser).user.id);
});

test('registered where the e-mail has to be confirmed: the page to sign in at says so, and no cookie is set', async () => {
  // As GoTrue answers then: the user alone.
  const user = { id: crypto.randomUUID(), aud: 'authenticated', email: credentials.email, confirmation_sent_at: '2026-11-28T13:00:00Z', identities: [] };
  const { POST } = authRoutes({ baseUrl: 'https://project.example', backend: 'gotrue', fetch: async () => Response.json(user) });
  const browser = new Browser();
  for (const [next, told] of [[undefined, ''], ['/account', '&next=%2Faccount']]) {
    const fields = next ? { ...credentials, next } : credentials;
    const answer = browser.take(await POST(browser.post('/auth/sign-up', fields)));
    assert.equal(answer.headers.get('location'), `/sign-in?notice=confirm_email${told}`);
    assert.deepEqual([...browser.values.keys()], []);
  }
});

test('a server action signs in and out with the client itself', needsServer, async (t) => {
  const { options, browser } = await openSite(t);
  await createServerClient(browser.writable, options).signUp(credentials);
  assert.equal(stored(browser).user.email, credentials.email);
  await createServerClient(browser.writable, options).signOut();
  assert.deepEqual([...browser.values.keys()], []);
  const url = await createServerClient(browser.writable, options).oauthUrl({
    provider: 'wechat_qr', redirectTo: 'http://localhost:3000/private' });
  assert.match(url, /^http:.*\/auth\/v1\/authorize\?/);
});

test('another site cannot post, and what is no form or no route is refused', async () => {
  const options = { baseUrl: 'http://127.0.0.1:9', backend: 'gotrue' };
  const { GET, POST } = authRoutes(options);
  const browser = new Browser();
  const post = async (headers) => (await POST(browser.post('/auth/sign-out', {}, headers))).status;
  assert.equal(await post({ origin: 'http://elsewhere.example' }), 403);
  assert.equal(await post({ origin: 'null' }), 403);
  assert.equal(await post({}), 403);
  assert.equal(await post({ origin: 'null', 'sec-fetch-site': 'same-origin' }), 303);
  assert.equal(await post({ origin: 'https://shop.example', 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https' }), 303);
  const json = browser.request('/auth/sign-out', { method: 'POST', body: '{}', headers: { origin: 'http://site.test' } });
  assert.equal((await POST(json)).status, 400);
  assert.equal((await POST(browser.post('/auth/else', {}))).status, 404);
  assert.equal((await GET(browser.request('/auth/sign-out'))).status, 404);
  const refused = await GET(browser.request('/auth/callback?error=access_denied&error_description=%3Cscript%3E'));
  assert.equal(refused.headers.get('location'), '/sign-in?error=declined');
});

test('without a code: only access_denied is the person\'s no; what it was and where to go on to travel along', async () => {
  const fetch = async () => assert.fail('nobody is to be asked');
  const { GET, POST } = authRoutes({ baseUrl: 'https://project.example', backend: 'gotrue', fetch });
  for (const [address, code] of [
    ['error=access_denied&error_description=The+user+denied', 'declined'],
    ['error=server_error&error_code=unexpected_failure&error_description=Unable+to+exchange+external+code', 'server_unavailable'],
    ['error=temporarily_unavailable', 'server_unavailable'],
    ['error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired', 'credential_invalid'],
    ['error=access_denied&error_code=signup_disabled', 'sign_ups_off'],
    ['error=access_denied&error_code=user_banned', 'user_banned'],
    ['error=access_denied&error_code=of_another_day', 'not_allowed'],
    ['error=invalid_request&error_code=bad_oauth_state', 'credential_invalid'],
    ['error=invalid_scope', 'refused'],
    ['error=constructor&error_code=__proto__', 'refused'],
    ['', 'credential_invalid'],
  ]) {
    const browser = new Browser();
    assert.equal((await GET(browser.request(`/auth/callback?${address}`))).headers.get('location'), `/sign-in?error=${code}`, address);
    browser.take(await POST(browser.post('/auth/sign-in', { provider: 'wechat_qr', next: '/account?tab=1' })));
    const back = browser.take(await GET(browser.request(`/auth/callback?${address}`)));
    assert.equal(back.headers.get('location'), `/sign-in?error=${code}&next=%2Faccount%3Ftab%3D1`, address);
  }
});

test('two tabs begin to sign in, each to a page of its own: each comes back to its own', needsServer, async (t) => {
  const { server, routes, browser } = await openSite(t, { siteUrl: 'http://localhost:3000' });
  const begin = async (next) => {
    const post = browser.post('/auth/sign-in', { provider: 'wechat_qr', next }, { origin: 'http://localhost:3000' });
    return browser.take(await routes.POST(post)).headers.get('location');
  };
  await server.person({ nickname: '小明' });
  for (const order of [[0, 1], [1, 0]]) {
    const tabs = [[await begin('/account?tab=1'), '/account?tab=1'], [await begin('/orders'), '/orders']];
    for (const at of order) {
      const [away, next] = tabs[at];
      const back = new URL(await scan(away, '小明'));
      const done = browser.take(await routes.GET(browser.request(`/auth/callback${back.search}`)));
      assert.equal(done.headers.get('location'), next);
    }
    assert.deepEqual([...browser.values.keys()].filter((name) => name.includes('-next')), []);
  }
});

test('of several that are away one fails: which, nobody says; it goes on to a page only if all go there', async () => {
  const { GET, POST } = authRoutes({ baseUrl: 'https://project.example', backend: 'gotrue', fetch: () => assert.fail() });
  const browser = new Browser();
  for (const [next, told] of [['/a', '&next=%2Fa'], ['/a', '&next=%2Fa'], ['', ''], ['/b', '']]) {
    browser.take(await POST(browser.post('/auth/sign-in', { provider: 'wechat_qr', next })));
    const back = await GET(browser.request('/auth/callback?error=access_denied'));
    assert.equal(back.headers.get('location'), `/sign-in?error=declined${told}`);
  }
});

test('pages to go on to: four at most, the newest; none longer than 1,000 letters; for ten minutes', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
  const { POST } = authRoutes({ baseUrl: 'https://project.example', backend: 'gotrue', fetch: () => assert.fail() });
  const browser = new Browser();
  const kept = () => [...browser.values].filter(([name]) => name.includes('-next-'));
  const [longest, longer] = [997, 998].map((letters) => `/${'a'.repeat(letters)}`); // the "/" stands there as "%2F"
  for (const next of ['/0', '/1', '/2', '/3', '/4', longest, longer]) {
    browser.take(await POST(browser.post('/auth/sign-in', { provider: 'wechat_qr', next })));
    t.mock.timers.tick(1_000);
  }
  assert.deepEqual(kept().map(([, value]) => value.split(' ')[1]), ['/3', '/4', longest, '']);
  for (const [name] of kept()) assert.match(browser.attributes.get(name), /; Max-Age=600; SameSite=lax; HttpOnly$/);
});

// ---- where to afterwards --------------------------------------------------------------------------

test('two hundred hostile values of next: none leads away', async () => {
  const site = 'https://site.test';
  const grant = { access_token: 'a', refresh_token: 'r', expires_in: 900, user: { id: 'u' } };
  const options = { baseUrl: 'https://project.example', backend: 'gotrue', siteUrl: site, fetch: async () => Response.json(grant) };
  const routes = authRoutes(options);
  assert.ok(hostilePayloads.length >= 200, `${hostilePayloads.length}`);
  assert.equal(new Set(hostilePayloads).size, hostilePayloads.length);
  const leadsTo = (response) => new URL(response.headers.get('location'), `${site}/auth/callback`);

  for (const payload of hostilePayloads) {
    const browser = new Browser();
    // In the cookie that the form left, and in the address itself.
    browser.take(await routes.POST(browser.post('/auth/sign-in', { provider: 'wechat_qr', next: payload }, { origin: site })));
    const address = `/auth/callback?code=c&next=${encodeURIComponent(payload)}`;
    for (const path of ['/auth/callback?code=c', address]) {
      const copy = Object.assign(new Browser(), { values: new Map(browser.values) });
      const response = await exchangeCode(copy.request(path), options);
      assert.equal(response.status, 303);
      assert.equal(leadsTo(response).origin, site, JSON.stringify(payload));
      assert.doesNotMatch(response.headers.get('location'), /^\/[/\\]|[\s\\]/, JSON.stringify(payload));
    }
    const out = await routes.POST(browser.post('/auth/sign-out', { next: payload }, { origin: site }));
    assert.equal(leadsTo(out).origin, site, JSON.stringify(payload));
  }
});

test('next keeps what is of this site', () => {
  for (const page of ['/', '/account', '/a/b?c=d&e=%2F%2Ff#g', '/%E5%B0%8F', '/a//b', '/?next=//x']) {
    assert.equal(safeNext(page), page);
  }
  assert.equal(safeNext('/a/../b'), '/b');
  assert.equal(safeNext(undefined, '/home'), '/home');
  assert.equal(safeNext('account', '/home'), '/home');
});

// ---- sessions that run out ------------------------------------------------------------------------

for (const place of ['server components', 'route handlers', 'the middleware']) {
  test(`twenty pages at once with an expired cookie, in ${place}: one rotation, twenty good pages`, needsServer, async (t) => {
    const site = await signedUp(t);
    const { server, options, browser } = site;
    await expire(site);
    const page = async () => {
      const copy = Object.assign(new Browser(), { values: new Map(browser.values) });
      if (place === 'the middleware') copy.take(await updateSession(copy.request('/'), options));
      const client = createServerClient(place === 'server components' ? copy.readable : copy.writable, options);
      const user = await client.fetch(`${server.url}/auth/v1/user`, { headers: { apikey: anonKey } });
      return { status: user.status, copy };
    };
    const pages = await Promise.all(Array.from({ length: 20 }, page));
    assert.deepEqual(pages.map(({ status }) => status), Array(20).fill(200));
    assert.equal(await rotations(server), 1);
    assert.equal(await server.count('POST /auth/v1/token'), 1);
    if (place === 'server components') return;
    const tokens = new Set(pages.map(({ copy }) => stored(copy).refresh_token));
    assert.equal(tokens.size, 1, 'each of them has the new session');
    assert.notEqual([...tokens][0], stored(browser).refresh_token);
  });
}

test('what a server component renewed is set as a cookie by the next that can', needsServer, async (t) => {
  const site = await signedUp(t);
  const { server, options, browser } = site;
  await expire(site);
  const { user: { id }, refresh_token: spent } = stored(browser);
  const render = async () => (await createServerClient(browser.readable, options).fetchProfile()).id;
  for (let i = 0; i < 3; ++i) assert.equal(await render(), id);
  assert.equal(await rotations(server), 1);
  assert.equal(stored(browser).refresh_token, spent, 'nothing could be set');
  browser.take(await updateSession(browser.request('/'), options));
  assert.notEqual(stored(browser).refresh_token, spent);
  assert.equal(await render(), id);
  assert.equal(await rotations(server), 1);
});

test('who signs in next is never handed on to requests of the one before', needsServer, async (t) => {
  const { options, browser } = await signedUp(t);
  const before = Object.assign(new Browser(), { values: new Map(browser.values) });
  await createServerClient(browser.writable, options).signUp({ ...credentials, email: 'bob@example.com' });
  assert.equal(stored(browser).user.email, 'bob@example.com');
  assert.equal((await createServerClient(before.readable, options).user()).id, stored(before).user.id);
});

test('updateSession: the page and the browser get the new session', needsServer, async (t) => {
  const site = await signedUp(t);
  const { options, browser } = site;
  const idle = await updateSession(browser.request('/'), options);
  assert.deepEqual(idle.cookies.sent, [], 'nothing to do');
  assert.equal(idle.headers.get('cache-control'), null);

  await expire(site);
  const { refresh_token: spent } = stored(browser);
  const response = await updateSession(browser.request('/'), options);
  assert.ok(response.isNext);
  assert.match(response.headers.get('cache-control'), /no-store/);
  const page = new Browser();
  for (const pair of response.passedOn.get('cookie').split('; ')) {
    page.values.set(pair.split('=')[0], decodeURIComponent(pair.slice(pair.indexOf('=') + 1)));
  }
  browser.take(response);
  assert.notEqual(stored(browser).refresh_token, spent);
  assert.deepEqual(page.values, browser.values);

  await expire(site);
  const elsewhere = await updateSession(browser.request('/'), {
    ...options,
    decide: (session) => Response.redirect(`http://site.test/${session.state}`),
  });
  assert.equal(elsewhere.headers.get('location'), 'http://site.test/signed_in');
  assert.ok(elsewhere.cookies.sent.length > 0, 'what it decides upon takes the cookies along');
});

test('updateSession: nobody is signed out by a server that is away, slow or odd', needsServer, async (t) => {
  const site = await signedUp(t);
  const { server, options, browser } = site;
  await expire(site);
  const before = new Map(browser.values);
  // One 503 or one reset would be healed in the same breath; these last.
  for (const fault of [{ status: 429, retryAfter: 5 }, { status: 503, times: 9 }, { reset: true, times: 9 }, { body: '<html>', contentType: 'text/html' }, { hang: true }]) {
    await server.control('DELETE', '/faults');
    await server.control('POST', '/faults', { route: 'POST /auth/v1/token', ...fault });
    browser.take(await updateSession(browser.request('/'), { ...options, waitMs: fault.hang ? 200 : 8_000 }));
    assert.deepEqual(browser.values, before, JSON.stringify(fault));
  }
});

test('updateSession: a key that the server takes no more ends no session and no page; the log says why', needsServer, async (t) => {
  const site = await signedUp(t);
  await expire(site);
  const told = t.mock.method(console, 'error', () => {});
  const before = new Map(site.browser.values);
  const fetch = async () => Response.json({ message: 'Invalid API key' }, { status: 401 });
  const page = site.browser.take(await updateSession(site.browser.request('/'), { ...site.options, fetch }));
  assert.ok(page.isNext);
  assert.deepEqual(site.browser.values, before);
  assert.match(told.mock.calls.map(({ arguments: [line] }) => line).join('\n'), /^hufu: .*app_key/);
});

test('updateSession: a session that is over is taken away; without one nothing is asked', needsServer, async (t) => {
  const site = await signedUp(t);
  const { server, options, browser } = site;
  await createServerClient(new Browser().writable, options).signInWithPassword(credentials);
  const other = new Browser();
  await createServerClient(other.writable, options).signInWithPassword(credentials);
  await createServerClient(other.writable, options).signOut({ scope: 'global' });
  await expire(site);
  const seen = [];
  const decide = (session) => void seen.push(session.state);
  browser.take(await updateSession(browser.request('/'), { ...options, decide }));
  assert.deepEqual([...browser.values.keys()], []);

  const asked = await server.count('POST /auth/v1/token');
  await updateSession(browser.request('/'), { ...options, decide });
  assert.equal(await server.count('POST /auth/v1/token'), asked);
  assert.deepEqual(seen, ['signed_out', 'signed_out']);
});

test('a wrong configuration is an error, not a page without a session', async () => {
  const browser = new Browser();
  browser.values.set('hufu.session', 'x');
  await assert.rejects(updateSession(browser.request('/'), { baseUrl: 'ftp://x' }), { code: 'invalid_argument' });
});

test('broken, foreign and half cookies are no session, and harm nobody', needsServer, async (t) => {
  const { options, browser } = await openSite(t);
  for (const cookies of [{ [key]: 'base64-%%%' }, { [key]: '{"a":' }, { [`${key}.1`]: 'rest' }, { [key]: '' }, { [`${key}.0`]: 'base64-e30' }]) {
    browser.values = new Map(Object.entries(cookies));
    assert.equal((await createServerClient(browser.readable, options).session()).state, 'signed_out');
    assert.ok((await updateSession(browser.request('/'), options)).isNext);
  }
  await createServerClient(browser.writable, options).signUp(credentials);
  assert.equal(stored(browser).user.email, credentials.email, 'they are replaced');
});

// ---- cookies ----------------------------------------------------------------------------------------

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
  assert.equal((await createServerClient(browser.readable, options).session()).state, 'signed_in');
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
  assert.equal((await createServerClient(browser.writable, options).session()).state, 'signed_out');
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
