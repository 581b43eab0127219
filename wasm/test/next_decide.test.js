// Who may see which page: `decide` of updateSession is told who is proved, and an outage lets nobody in and nobody out.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createGuard, gotrue } from '../dist/server.js';
import { forgedSession, forgedTokens } from '../../tests/support/forged.js';
import { noServer } from '../../tests/support/server.js';
import { Browser, createServerClient, updateSession } from './support/next.js';
import { credentials, expire, key, openSite, signedUp, stored } from './support/next_site.js';

const needsServer = { skip: noServer };

/** What a page that is closed to nobody, and one that is open to all, are answered. */
async function seen({ options, browser }, more = {}) {
  const { guard = createGuard({ issuers: [gotrue(options)], cookies: {} }), ...rest } = more;
  const told = [];
  const decide = (person, { nextUrl }) => {
    told.push(person?.id ?? null);
    return person || nextUrl.pathname === '/' ? undefined : Response.redirect('http://site.test/sign-in');
  };
  const ask = async (path) => {
    const answer = await updateSession(browser.request(path), { ...options, guard, decide, ...rest });
    return answer.isNext ? 'the page' : answer.status;
  };
  return { closed: await ask('/account'), open: await ask('/'), told };
}

test('the person, proved; nobody without a cookie', needsServer, async (t) => {
  const site = await signedUp(t);
  const { id } = stored(site.browser).user;
  assert.deepEqual(await seen(site), { closed: 'the page', open: 'the page', told: [id, id] });
  assert.deepEqual(await seen({ ...site, browser: new Browser() }), { closed: 302, open: 'the page', told: [null, null] });
});

test('a cookie that is made by hand is nobody', needsServer, async (t) => {
  const [site, far] = [await signedUp(t), await signedUp(t)];
  await site.server.advance(-3600_000);
  const early = new Browser();
  await createServerClient(early.writable, site.options).signUp({ ...credentials, email: 'early@example.com' });
  const tokens = { good: stored(site.browser).access_token, elsewhere: stored(far.browser).access_token, ended: stored(early).access_token };
  for (const [kind, token] of Object.entries(forgedTokens(tokens))) {
    const visitor = new Browser();
    visitor.values.set(key, forgedSession(token));
    assert.deepEqual(await seen({ ...site, browser: visitor }), { closed: 302, open: 'the page', told: [null, null] }, kind);
  }
  // Of the two who are named the one counts who is proved.
  const visitor = new Browser();
  visitor.values.set(key, forgedSession(tokens.good));
  const { told } = await seen({ ...site, browser: visitor });
  assert.deepEqual(told, Array(2).fill(stored(site.browser).user.id));
});

test('while nobody can tell, what is closed is 503, and what is open stays so', needsServer, async (t) => {
  const outage = { closed: 503, open: 'the page', told: [null, null] };
  const site = await signedUp(t);
  const away = async () => {
    throw new TypeError('fetch failed');
  };
  const guard = createGuard({ issuers: [gotrue(site.options)], cookies: {}, fetch: away });
  assert.deepEqual(await seen(site, { guard }), outage, 'the keys are away');
  await expire(site);
  t.mock.method(console, 'error', () => {});
  assert.deepEqual(await seen(site, { fetch: away }), outage, 'the renewal is due, and the server away');
  const keyless = async () => Response.json({ message: 'Invalid API key' }, { status: 401 });
  assert.deepEqual(await seen(site, { fetch: keyless }), outage, 'the server takes our key no more');
  assert.equal(stored(site.browser).user.email, credentials.email, 'the session is kept');
});

test('of two sessions in cookies of one name neither is a person: the page would act for the other', needsServer, async (t) => {
  const site = await signedUp(t);
  const other = await signedUp(t);
  class Two extends Browser {
    header = `${site.browser.header}; ${other.browser.header}`;
  }
  const guard = createGuard({ issuers: [gotrue(site.options), gotrue(other.options)], cookies: {}, resolve: ({ subject }) => subject });
  const { closed, told } = await seen({ ...site, browser: new Two() }, { guard });
  assert.deepEqual([closed, told], [302, [null, null]]);
});

test('who passes a page on says that it is open', needsServer, async (t) => {
  const site = await signedUp(t);
  const away = { verifiedUser: () => Promise.reject(Object.assign(new Error('away'), { status: 503 })) };
  const ask = async (headers) => {
    const decide = () => new Response(null, { headers });
    return updateSession(site.browser.request('/'), { ...site.options, guard: away, decide });
  };
  assert.equal((await ask({ 'x-middleware-next': '1' })).status, 200); // NextResponse.next()
  assert.equal((await ask({ 'x-middleware-rewrite': '/other' })).status, 503);
});

test('what a guard or decide throws by itself is no outage', needsServer, async (t) => {
  const site = await signedUp(t);
  const guard = { verifiedUser: () => Promise.reject(new Error('mine')) };
  await assert.rejects(seen(site, { guard }), /mine/);
});

test('a server’s client has neither state nor events: they would be the visitor’s word', needsServer, async (t) => {
  const { options, browser } = await signedUp(t);
  const client = createServerClient(browser.writable, options);
  assert.equal((await client.session()).unverified.state, 'signed_in');
  assert.deepEqual([client.state, client.on], [undefined, undefined]);
});

test('decide without a guard is refused', needsServer, async (t) => {
  const { options, browser } = await openSite(t);
  const decide = () => assert.fail('asked');
  await assert.rejects(updateSession(browser.request('/'), { ...options, decide }), /decide needs a guard/);
});
