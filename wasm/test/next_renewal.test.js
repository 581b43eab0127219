// hufu/next: sessions that run out; one rotation for pages made at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createGuard, gotrue } from '../dist/server.js';
import { Browser, createServerClient, NextResponse, updateSession } from './support/next.js';
import { anonKey, credentials, expire, key, openSite, rotations, signedUp, stored } from './support/next_site.js';
import { noServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

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
  assert.equal((await createServerClient(before.readable, options).user()).unverified.id, stored(before).user.id);
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
  const page = cookiesPassedOn(response);
  browser.take(response);
  assert.notEqual(stored(browser).refresh_token, spent);
  assert.deepEqual(page, browser.values);

  await expire(site);
  const guard = createGuard({ issuers: [gotrue(options)], cookies: {}, now: () => Date.now() + 40 * 60_000 }); // the server's clock
  const elsewhere = await updateSession(browser.request('/'), {
    ...options,
    guard,
    decide: (person) => Response.redirect(`http://site.test/${person.id}`),
  });
  assert.equal(elsewhere.headers.get('location'), `http://site.test/${stored(browser).user.id}`);
  assert.ok(elsewhere.cookies.sent.length > 0, 'what it decides upon takes the cookies along');
});

/** The cookies that the page is made with. */
function cookiesPassedOn(response) {
  const pairs = response.passedOn.get('cookie').split('; ').map((pair) => pair.split(/=(.*)/s));
  return new Map(pairs.map(([name, value]) => [name, decodeURIComponent(value)]));
}

test('updateSession: NextResponse.next() of decide is the page, with the renewed cookies; headers of its own stay', needsServer, async (t) => {
  const site = await signedUp(t);
  const { options, browser } = site;
  const guard = { verifiedUser: async () => null };
  await expire(site);
  const { refresh_token: spent } = stored(browser);
  const decide = () => NextResponse.next({ headers: { 'x-own': '1', 'set-cookie': 'theme=dark' } });
  const response = await updateSession(browser.request('/'), { ...options, guard, decide });
  assert.deepEqual([response.isNext, response.headers.get('x-own'), response.headers.getSetCookie()], [true, '1', ['theme=dark']]);
  const page = cookiesPassedOn(response);
  browser.take(response);
  browser.values.delete('theme');
  assert.notEqual(stored(browser).refresh_token, spent);
  assert.deepEqual(page, browser.values);

  const own = NextResponse.next({ request: { headers: new Headers({ 'x-page': '1' }) } });
  assert.equal(await updateSession(browser.request('/'), { ...options, guard, decide: () => own }), own);
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
  assert.match(told.mock.calls.map(({ arguments: [line] }) => line).join('\n'), /^hufu: .*appKey/);
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
  const deciding = { guard: createGuard({ issuers: [gotrue(options)], cookies: {} }), decide: (person) => void seen.push(person) };
  browser.take(await updateSession(browser.request('/'), { ...options, ...deciding }));
  assert.deepEqual([...browser.values.keys()], []);

  const asked = await server.count('POST /auth/v1/token');
  await updateSession(browser.request('/'), { ...options, ...deciding });
  assert.equal(await server.count('POST /auth/v1/token'), asked);
  assert.deepEqual(seen, [null, null]);
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
    assert.equal((await createServerClient(browser.readable, options).session()).unverified.state, 'signed_out');
    assert.ok((await updateSession(browser.request('/'), options)).isNext);
  }
  await createServerClient(browser.writable, options).signUp(credentials);
  assert.equal(stored(browser).user.email, credentials.email, 'they are replaced');
});
