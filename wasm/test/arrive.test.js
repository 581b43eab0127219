// Where a mini-program's web-view arrives, on any server and by hufu/next: who is signed in by a ticket, and who is asked first.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { createClient, memoryStore } from '../dist/node.js';
import { arrivePage } from '../dist/server.unified.js';
import { hostilePayloads } from './support/hostile.js';
import { authRoutes, Browser, createServerClient } from './support/next.js';
import { baseUrl, grantOf, Tickets } from './support/tickets.js';

const inside = 'Mozilla/5.0 (Linux; Android 14) Chrome/126 MicroMessenger/8.0.50 XWEB/1260 miniProgram/wx0123456789abcdef';
const wechat = 'Mozilla/5.0 (Linux; Android 14) Chrome/126 MicroMessenger/8.0.50 XWEB/1260';
const inPrograms = `${wechat} MiniProgramEnv/Mac`;

/** A site, its backend, a browser on it. */
function open(more = {}) {
  const tickets = new Tickets();
  const options = { baseUrl, fetch: tickets.fetch, ...more };
  const arrive = arrivePage(options);
  const browser = new Browser();
  const post = (body, { agent = inside, ...headers } = {}) =>
    arrive(
      browser.request('/auth/arrive', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { origin: 'http://site.test', 'content-type': 'application/json', 'user-agent': agent, ...headers },
      }),
    );
  /** Posts as the page does; gives what it is answered. */
  const arriveBy = async (body, how) => {
    const response = browser.take(await post(body, how));
    return { status: response.status, ...(await response.json()) };
  };
  const person = async () => (await createServerClient(browser.writable, options).session()).unverified.user;
  return { tickets, options, arrive, browser, post, arriveBy, person };
}

test('opening the page spends nothing and asks nobody, however often: previews, scanners of links', async () => {
  const { tickets, arrive, browser } = open();
  const ticket = tickets.issue();
  for (const method of ['GET', 'HEAD']) {
    for (const path of ['/auth/arrive', `/auth/arrive?ticket=${ticket}&to=/orders`]) {
      const response = await arrive(browser.request(path, { method, headers: { 'user-agent': inside } }));
      assert.deepEqual([response.status, response.headers.getSetCookie()], [200, []]);
      assert.doesNotMatch(await response.text(), new RegExp(ticket));
    }
  }
  assert.deepEqual([tickets.asked, tickets.isSpent(ticket)], [[], false]);
  assert.equal((await arrive(browser.request('/auth/arrive', { method: 'PUT' }))).status, 405);
});

test('the page: one script, of ours, nothing of another site, nothing kept, nothing told', async () => {
  const { arrive, browser } = open();
  const response = await arrive(browser.request('/auth/arrive'));
  const html = await response.text();
  const hashOf = (tag) => `'sha256-${createHash('sha256').update(new RegExp(`<${tag}>([^]*)</${tag}>`).exec(html)[1]).digest('base64')}'`;
  assert.equal(
    response.headers.get('content-security-policy'),
    `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  );
  assert.equal([...html.matchAll(/<script/g)].length, 1);
  assert.doesNotMatch(html, /https?:|@import|url\(|innerHTML/);
  assert.match(response.headers.get('cache-control'), /no-store/);
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  // Chromium complains about it to the console of any other address.
  for (const [site, opener] of [['https://site.test', 'same-origin'], ['http://localhost:3000', 'same-origin'], ['http://127.0.0.1', 'same-origin'], ['http://site.test', null]]) {
    const page = await open({ siteUrl: site }).arrive(browser.request('/auth/arrive'));
    assert.equal(page.headers.get('cross-origin-opener-policy'), opener, site);
  }
  for (const [wish, says] of [['zh-CN,en;q=0.5', '正在登录'], ['de', 'Signing you in']]) {
    const page = await arrive(browser.request('/auth/arrive', { headers: { 'accept-language': wish, 'x-forwarded-host': 'a<b>' } }));
    const text = await page.text();
    assert.ok(text.includes(says) && !text.includes('<b>'), text);
  }
});

test('in a web-view where nobody is signed in the ticket signs in, once', async () => {
  const { tickets, arriveBy, person, browser } = open();
  const ticket = tickets.issue({ path: '/orders?a=1#last' });
  assert.deepEqual(await arriveBy({ ticket, to: '/orders?a=1#last' }), { status: 200, to: '/orders?a=1#last' });
  assert.deepEqual(await person(), { id: '7', nickname: '小明', avatarUrl: '' });
  assert.match(browser.attributes.get('hufu.session'), /; Path=\/; Max-Age=34560000; SameSite=lax$/);
  browser.values.clear();
  assert.deepEqual(await arriveBy({ ticket, to: '/orders?a=1#last' }), { status: 410, error: 'over' });
  assert.equal(browser.values.size, 0);
});

test('anywhere else the page asks first: a browser, WeChat itself, a page that names no browser', async () => {
  for (const agent of ['Mozilla/5.0 Chrome/126', wechat, inPrograms, '']) {
    const { tickets, arriveBy, person, browser } = open();
    const ticket = tickets.issue();
    assert.deepEqual(await arriveBy({ ticket, to: '/orders' }, { agent }), { status: 200, ask: { nickname: '小明', instead: null } });
    assert.deepEqual([tickets.asked, browser.values.size], [['look'], 0]);
    assert.deepEqual(await arriveBy({ ticket, to: '/orders', agreed: true }, { agent }), { status: 200, to: '/orders' });
    assert.equal((await person()).id, '7');
  }
});

test('where somebody else is signed in it asks, in a web-view, too; the same person goes on', async () => {
  const { tickets, arriveBy, person } = open();
  await arriveBy({ ticket: tickets.issue({ id: '1', nickname: 'Ada' }), to: '/orders' });
  assert.equal((await person()).nickname, 'Ada');
  const theirs = tickets.issue();
  assert.deepEqual(await arriveBy({ ticket: theirs, to: '/orders' }), { status: 200, ask: { nickname: '小明', instead: 'Ada' } });
  assert.equal((await person()).nickname, 'Ada', 'nothing has happened yet');
  const same = { ticket: tickets.issue({ id: '1', nickname: 'Ada' }), to: '/orders' };
  assert.deepEqual(await arriveBy(same), { status: 200, to: '/orders' });
  const again = { ticket: tickets.issue({ id: '1', nickname: 'Ada' }), to: '/orders' };
  assert.deepEqual(await arriveBy(again, { agent: wechat }), { status: 200, ask: { nickname: 'Ada', instead: null } });
  assert.deepEqual(await arriveBy({ ticket: theirs, to: '/orders', agreed: true }), { status: 200, to: '/orders' });
  assert.equal((await person()).nickname, '小明');
});

test('a session that cannot be read may be anybody', async () => {
  for (const value of ['base64-@@', 'base64-bnVsbA', '{', '[]', 'eyJhbGciOiJSUzI1NiJ9.e30.sig']) {
    const { tickets, arriveBy, browser } = open();
    browser.values.set('hufu.session', value);
    const { ask } = await arriveBy({ ticket: tickets.issue({ id: '' }), to: '/orders' });
    assert.deepEqual(ask, { nickname: '小明', instead: '' }, value);
    assert.deepEqual(tickets.asked, ['look']);
  }
});

test('a page of another site, a form, and nonsense get nothing, and ask nobody', async () => {
  const { tickets, post } = open();
  const body = { ticket: tickets.issue(), to: '/orders', agreed: true };
  const asPosted = [
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://site.test.evil.example', 'sec-fetch-site': 'same-origin' }, 403],
    [{ origin: 'http://site.test:81' }, 403],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 400],
    [{ 'content-type': 'text/plain' }, 400],
  ];
  for (const [headers, status] of asPosted) {
    const response = await post(body, headers);
    assert.deepEqual([response.status, response.headers.getSetCookie()], [status, []], JSON.stringify(headers));
  }
  const withoutOrigin = new Request('http://site.test/auth/arrive', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  assert.equal((await arrivePage({ baseUrl })(withoutOrigin)).status, 403);
  for (const nonsense of [null, [], 7, {}, { ticket: '', to: '/' }, { ticket: {}, to: '/' }, { ticket: 'a' }, { ticket: 'a', to: ['/'] }, 'x'.repeat(300_000)]) {
    assert.equal((await post(nonsense)).status, 400, JSON.stringify(nonsense).slice(0, 40));
  }
  assert.deepEqual(tickets.asked, []);
});

test('the ticket counts for its page and its origin; and nothing leads to another site', async () => {
  const { tickets, arriveBy } = open();
  const ticket = tickets.issue();
  assert.equal((await arriveBy({ ticket, to: '/admin' })).error, 'over');
  const elsewhere = tickets.issue({ origin: 'https://other.example' });
  assert.equal((await arriveBy({ ticket: elsewhere, to: '/orders' })).error, 'over');
  for (const payload of hostilePayloads.filter((each) => typeof each === 'string' && each !== '')) {
    const { to } = await arriveBy({ ticket: tickets.issue({ path: payload }), to: payload });
    assert.equal(new URL(to, 'http://site.test').origin, 'http://site.test', JSON.stringify(payload));
  }
});

test('a backend that is away, slow or odd loses nothing; what it refuses is over', async () => {
  const { tickets, arriveBy, browser } = open();
  const ticket = tickets.issue();
  const answers = [
    [() => Promise.reject(new TypeError('fetch failed')), 'unavailable'],
    [() => new Response('<html>', { status: 200 }), 'unavailable'],
    [() => Response.json([]), 'unavailable'],
    [() => Response.json({ success: true }), 'unavailable'],
    [() => Response.json({ ...grantOf('7', 'x'), token: 7 }), 'unavailable'],
    [() => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }), 'unavailable'],
    [() => Response.json({}, { status: 429 }), 'unavailable'],
    [() => Response.json({}, { status: 503 }), 'unavailable'],
    [() => Response.json({ error: 'origin_not_allowed' }, { status: 403 }), 'over'],
  ];
  for (const [instead, error] of answers) {
    tickets.instead = instead;
    const { status, error: told } = await arriveBy({ ticket, to: '/orders' });
    assert.deepEqual([told, status, browser.values.size], [error, error === 'over' ? 410 : 503, 0], String(instead));
  }
  tickets.instead = null;
  assert.deepEqual(await arriveBy({ ticket, to: '/orders' }), { status: 200, to: '/orders' });
});

test('the cookies are those that the core writes, in parts, too, and what was there before is gone', async (t) => {
  for (const nickname of ['小明', '长'.repeat(1_500)]) {
    const grant = grantOf('7', nickname);
    const store = memoryStore();
    const client = createClient({ baseUrl, platform: 'web', host: { store, fetch: async () => Response.json(grant) } });
    t.after(() => client.close());
    await client.signInWithWechat({ code: 'a' });
    const byCore = JSON.parse(store.load('hufu.session'));

    const { tickets, arriveBy, browser } = open({ baseUrl: `${baseUrl}/` });
    for (const name of ['hufu.session', 'hufu.session.0', 'hufu.session.3', 'hufu.session.07', 'hufu.session.set-aside', 'hufu.sessions']) browser.values.set(name, 'base64-e30');
    tickets.instead = () => Response.json(grant);
    await arriveBy({ ticket: 'a', to: '/', agreed: true });
    const names = nickname.length < 10 ? ['hufu.session'] : ['hufu.session.0', 'hufu.session.1', 'hufu.session.2'];
    assert.deepEqual([...browser.values.keys()].sort(), [...names, 'hufu.session.07', 'hufu.sessions'].sort());
    const text = names.map((name) => browser.values.get(name)).join('');
    const kept = JSON.parse(Buffer.from(text.slice('base64-'.length), 'base64url'));
    assert.ok(Math.abs(kept.received_ms - byCore.received_ms) < 60_000);
    assert.deepEqual({ ...kept, received_ms: 0 }, { ...byCore, received_ms: 0 });
    assert.deepEqual(Object.keys(kept), Object.keys(byCore));
  }
});

test('hufu/next has it: GET and POST of `arrive`, in the cookies of either mode', async () => {
  for (const [more, name] of [[{}, 'hufu.session'], [{ storageKey: 'mine' }, 'mine'], [{ cookieMode: 'server-only' }, '__Host-hufu.session']]) {
    const { tickets, options, browser, person } = open(more);
    const { GET, POST } = authRoutes(options);
    const page = await GET(browser.request('/auth/arrive'));
    assert.match(page.headers.get('content-type'), /text\/html/);
    const headers = { origin: 'http://site.test', 'content-type': 'application/json', 'user-agent': inside };
    const body = JSON.stringify({ ticket: tickets.issue(), to: '/orders' });
    const response = browser.take(await POST(browser.request('/auth/arrive', { method: 'POST', headers, body })));
    assert.deepEqual(await response.json(), { to: '/orders' });
    assert.deepEqual([...browser.values.keys()], [name]);
    assert.equal(/HttpOnly/.test(browser.attributes.get(name)), name.startsWith('__Host-'));
    assert.equal((await person()).id, '7');
  }
});

test('other backends have no tickets, a borrowed session does not begin with one, and the backend is asked over https only', async () => {
  for (const more of [{ backend: 'gotrue', appKey: 'a' }, { session: 'borrowed' }]) {
    const { GET, POST } = authRoutes({ baseUrl, ...more });
    for (const answer of [GET(new Request('http://site.test/auth/arrive')), POST(new Request('http://site.test/auth/arrive', { method: 'POST' }))]) {
      assert.equal((await answer).status, 404);
    }
  }
  assert.throws(() => arrivePage({ baseUrl: 'http://api.example.com' }), TypeError);
  arrivePage({ baseUrl: 'http://api.example.com', allowHttp: true });
});
