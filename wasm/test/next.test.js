// hufu/next: signing in and out, and no way out by `next`.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { scan } from '../../tests/gotrue/support/browser.js';
import { hostilePayloads } from './support/hostile.js';
import { authRoutes, Browser, createServerClient, exchangeCode, safeNext, toldBy } from './support/next.js';
import { credentials, key, openSite, signedUp, stored } from './support/next_site.js';
import { noServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

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
  assert.equal((await createServerClient(browser.readable, options).user()).unverified.nickname, '小明');

  const again = browser.take(await routes.GET(browser.request(`/auth/callback${back.search}`)));
  assert.equal(again.headers.get('location'), '/sign-in?error=begun_elsewhere');
  assert.equal((await createServerClient(browser.readable, options).session()).unverified.state, 'signed_in', 'the session is kept');
});

test('by e-mail and password; sign-out takes all cookies away', needsServer, async (t) => {
  const { server, options, routes, browser } = await signedUp(t);
  const attributes = browser.attributes.get([...browser.values.keys()][0]);
  assert.match(attributes, /; Path=\/; Max-Age=34560000; SameSite=lax$/);
  assert.equal((await createServerClient(() => Promise.resolve(browser.readable), options).session()).unverified.state, 'signed_in');

  const out = browser.take(await routes.POST(browser.post('/auth/sign-out', { next: '/bye' })));
  assert.equal(out.headers.get('location'), '/bye');
  assert.deepEqual([...browser.values.keys()], []);
  assert.equal(await server.count('POST /auth/v1/logout'), 1);

  const wrong = await routes.POST(browser.post('/auth/sign-in', { ...credentials, password: 'not this one' }));
  assert.equal(wrong.headers.get('location'), '/sign-in?error=wrong_password&reason=Invalid+login+credentials&email=ada%40example.com');
  const again = await routes.POST(browser.post('/auth/sign-in', { ...credentials, password: 'not this one', next: '/account' }));
  assert.equal(again.headers.get('location'), `${wrong.headers.get('location')}&next=%2Faccount`);
  const right = browser.take(await routes.POST(browser.post('/auth/sign-in', { ...credentials, next: '/account' })));
  assert.equal(right.headers.get('location'), '/account');
  assert.equal((await createServerClient(browser.readable, options).user()).unverified.id, stored(browser).user.id);
});

test('registered where the e-mail has to be confirmed: the page to sign in at says so, and nobody is signed in', async () => {
  // As GoTrue answers then: the user alone.
  const user = { id: crypto.randomUUID(), aud: 'authenticated', email: credentials.email, confirmation_sent_at: '2026-11-28T13:00:00Z', identities: [] };
  const { POST } = authRoutes({ baseUrl: 'https://project.example', backend: 'gotrue', fetch: async () => Response.json(user) });
  const browser = new Browser();
  for (const [next, told] of [[undefined, ''], ['/account', '&next=%2Faccount']]) {
    const fields = next ? { ...credentials, next } : credentials;
    const answer = browser.take(await POST(browser.post('/auth/sign-up', fields)));
    assert.equal(answer.headers.get('location'), `/sign-in?notice=confirm_email&email=ada%40example.com${told}`);
    const kept = [...browser.values.keys()].map((name) => name.replace('sb-project-auth-token', '').replace(/^-next-.*/, '-next'));
    assert.deepEqual(kept.sort(), ['-code-verifier', '-code-verifiers', ...(next ? ['-next'] : [])], 'for the link of the mail');
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
  assert.equal(refused.headers.get('location'), '/sign-in?error=declined&reason=%3Cscript%3E');
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
    const said = new URLSearchParams(address).get('error_description');
    const told = `/sign-in?error=${code}${said ? `&${new URLSearchParams({ reason: said })}` : ''}`;
    assert.equal((await GET(browser.request(`/auth/callback?${address}`))).headers.get('location'), told, address);
    browser.take(await POST(browser.post('/auth/sign-in', { provider: 'wechat_qr', next: '/account?tab=1' })));
    const back = browser.take(await GET(browser.request(`/auth/callback?${address}`)));
    assert.equal(back.headers.get('location'), `${told}&next=%2Faccount%3Ftab%3D1`, address);
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
    // Where the form says that it stands.
    const failed = await routes.POST(browser.post('/auth/reset', { from: payload, next: payload }, { origin: site }));
    assert.equal(leadsTo(failed).origin, site, JSON.stringify(payload));
    const onwards = toldBy(new URL(failed.headers.get('location'), site).searchParams).next;
    assert.equal(new URL(onwards, site).origin, site, JSON.stringify(payload));
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
