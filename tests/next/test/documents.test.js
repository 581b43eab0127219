// examples/backends on Next.js, of the documents 000 and 001: built, and walked through by our clients and as by a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createClient } from '../../../wasm/dist/node.js';
import { scan } from '../../gotrue/support/browser.js';
import { environmentOf } from '../../support/example_backends.js';
import { forgedSession, forgedTokens, tokenOf } from '../../support/forged.js';
import { noServer, startServer } from '../../support/server.js';
import { Browser } from '../support/browser.js';
import { nobodyLooks, openEyes } from '../support/looks.js';
import { build, freePort, installHufu, prepareBackend, start } from '../support/site.js';

const inFull = { skip: noServer || (!process.env.HUFU_TEST_FULL && 'with --full') };
const hourMs = 3600_000;
/** Only --full installs what these take. */
const { signed, statusOf } = inFull.skip ? {} : await import('../../server_half/support/backend.js');

/** The backend on Next.js 16, and the mock server whose fakes it asks. */
async function open(t, name) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(t, '--web-origin', url, '--redirect-url', `${url}/auth/callback`);
  const environment = environmentOf(server, { SITE_URL: url, NODE_ENV: 'production' });
  installHufu(new URL('../v16', import.meta.url).pathname);
  const folder = prepareBackend(name);
  await build(folder, [], environment);
  const site = await start(folder, 'build', [], port, environment);
  t.after(site.stop);
  return { server, site };
}

const posted = (url, body, headers = {}) => fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });

test('document 000: Clerk and WeChat by user_mapping, and one person with one id', inFull, async (t) => {
  const { server, site } = await open(t, 'nextjs_clerk');
  const me = `${site.url}/api/user/profile`;
  assert.equal((await fetch(me)).status, 401); // the first waits until PostgreSQL has started
  const person = await server.person();
  const phone = createClient({ baseUrl: site.url, platform: 'miniprogram', host: { credential: () => person.code() } });
  t.after(() => phone.close());
  await phone.signInWithWechat({ nickname: '小明' });
  const before = await phone.fetchProfile();
  assert.equal(before.nickname, '小明');

  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Ada' });
  const claims = { name: 'Ada Lovelace', email: 'ada@example.com', picture: 'https://example.com/ada.png' };
  const getToken = async (more) => (await server.control('POST', '/clerk/session-tokens', { userId, azp: site.url, claims, ...more })).token;
  const token = await getToken();
  // Two requests at once, of somebody who is new, make one of them.
  const first = await Promise.all([1, 2, 3, 4].map(async () => (await fetch(me, { headers: { Authorization: `Bearer ${token}`, 'X-Platform': 'web' } })).json()));
  assert.equal(new Set(first.map(({ id }) => id)).size, 1);
  const [{ id, ids, ...shown }] = first;
  assert.deepEqual([ids, shown], [[id], { nickname: 'Ada Lovelace', avatarUrl: claims.picture, email: claims.email, platform: 'web' }]);
  assert.notEqual(id, before.id);

  const page = createClient({ baseUrl: site.url, platform: 'web', session: 'borrowed', host: { credential: () => getToken() } });
  t.after(() => page.close());
  await assert.rejects(phone.redeemBindCode({ bindCode: 'NOBODYSONE', platform: 'web' }), { code: 'bind_code_invalid' });
  const { bindCode } = await page.createBindCode({ target: 'wechat' });
  assert.equal((await phone.redeemBindCode({ bindCode, platform: 'web' })).state, 'confirmed');
  await assert.rejects(phone.redeemBindCode({ bindCode, platform: 'web' }), { code: 'bind_code_invalid' }, 'a code is good once');
  // At once, by the token of before; what is theirs is found by both ids.
  const { token: ofPhone } = await phone.accessToken();
  const whole = await (await fetch(me, { headers: { Authorization: `Bearer ${ofPhone}`, 'X-Platform': 'miniprogram' } })).json();
  assert.deepEqual([whole.id, whole.ids.toSorted(), whole.nickname], [id, [id, before.id].toSorted(), 'Ada Lovelace']);

  // The other way round: a code of wx.login, at the page. Whoever has a WeChat account here gets no second one.
  const stranger = await server.person();
  await assert.rejects(page.redeemBindCode({ bindCode: await stranger.code(), platform: 'wechat' }), { code: 'provider_already_linked' });
  assert.equal((await page.redeemBindCode({ bindCode: await person.code(), platform: 'wechat' })).state, 'confirmed', 'as it was');
  await refusesForgedTokens({ t, server, me, good: await getToken(), ended: await getToken({ expiresIn: -120 }), userId: before.id });
  assert.equal(await statusOf(me, await getToken({ azp: 'https://evil.example' })), 401);
  assert.equal(await statusOf(me, token, { 'X-Platform': 'miniprogram' }), 401, 'the header lies');

  const login = `${site.url}/api/wechat/login`;
  for (const body of ['{half', '{}', 'null', '[]', '{"code":8}']) assert.equal((await posted(login, body)).status, 400, body);
  await server.control('POST', '/faults', { route: 'GET /wechat/sns/jscode2session', status: 502, times: 1 });
  const away = await posted(login, JSON.stringify({ code: await person.code() }));
  assert.deepEqual([away.status, away.headers.get('Retry-After')], [503, '1']);
  assert.doesNotMatch(site.said.text, /Unhandled|⨯|secret/);
});

async function refusesForgedTokens({ t, server, me, good, ended, userId }) {
  const far = await startServer(t);
  const { userId: other } = await far.control('POST', '/clerk/users', { firstName: 'Eve' });
  const { token: elsewhere } = await far.control('POST', '/clerk/session-tokens', { userId: other });
  for (const [kind, token] of Object.entries(forgedTokens({ good, elsewhere, ended }))) assert.equal(await statusOf(me, token), 401, kind);
  assert.equal(await statusOf(me, await signed({ userId })), 200);
  assert.equal(await statusOf(me, await signed({ userId }, { secret: 'the secret of another server, as long' })), 401);
  assert.equal(await statusOf(me, await signed({ userId: 'gone' })), 403);
}

test('document 001: a session of WeChat in cookies, a page and an action for whom it proves', inFull, async (t) => {
  const { server, site } = await open(t, 'nextjs_supabase');
  await server.person({ nickname: '小明' });
  const browser = new Browser(site.url);
  const refused = await browser.fetch('/');
  assert.deepEqual([refused.status, new URL(refused.location, site.url).pathname], [302, '/login']);
  assert.match((await browser.fetch('/login')).text, /<form action="\/auth\/sign-in"/);
  const { location } = await browser.post('/auth/sign-in', { provider: 'wechat_qr' });
  const { search } = new URL(await scan(location, '小明'));
  assert.equal((await browser.fetch(`/auth/callback${search}`)).location, '/');
  const { status, text } = await browser.fetch('/');
  assert.equal(status, 200, site.said.text);
  const [, id] = /Your id: (?:<!-- -->)?([\w-]{8,})/.exec(text);
  assert.match(text, /Your name: (?:<!-- -->)?小明/);
  const inChinese = (await browser.fetch('/', { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })).text;
  assert.match(inChinese, /<html lang="zh-CN"[\s\S]*你的用户名为：(?:<!-- -->)?小明/);

  if (!nobodyLooks) await lookAtPages(t, site, browser);

  assert.equal((await changeName(browser, text, '小华')).status, 303);
  const renamed = (await browser.fetch('/')).text;
  assert.match(renamed, /Your name: (?:<!-- -->)?小华/);
  await refusesForgedCookies({ t, server, site, browser, text: renamed, id });
  assert.match((await browser.fetch('/')).text, /Your name: (?:<!-- -->)?小华/, 'nobody else has changed it');

  const elsewhere = await browser.fetch('/auth/sign-out', { method: 'POST', body: new URLSearchParams(), headers: { origin: 'https://evil.example' } });
  assert.equal(elsewhere.status, 403);
  assert.equal((await browser.post('/auth/sign-out', {})).location, '/login');
  assert.deepEqual([...browser.values.keys()], []);
  assert.equal((await browser.fetch('/')).status, 302);
});

async function lookAtPages(t, site, browser) {
  const eyes = await openEyes(t, 'document_001');
  const page = await eyes.open({ baseURL: site.url, locale: 'zh-CN', viewport: { width: 1280, height: 800 } });
  await page.goto('/login?error=1');
  await eyes.look(page, '1-login');
  await page.context().addCookies([...browser.values].map(([name, value]) => ({ name, value, url: site.url })));
  await page.goto('/');
  await eyes.look(page, '2-account');
  assert.deepEqual(eyes.faults, []);
}

/** Posts the page's form, as a browser without scripts does. */
function changeName(browser, text, name, from = { 'sec-fetch-site': 'same-origin' }) {
  const form = new FormData();
  for (const [, tag] of text.matchAll(/<input([^>]*)>/g)) {
    form.set(/name="([^"]*)"/.exec(tag)[1], (/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&quot;', '"'));
  }
  form.set('name', name);
  return browser.fetch('/', { method: 'POST', body: form, headers: from });
}

async function refusesForgedCookies({ t, server, site, browser, text, id }) {
  const key = 'sb-127-auth-token';
  const cookie = [...browser.values].filter(([name]) => name.startsWith(key)).map(([, part]) => part).join('');
  const tokenFrom = async ({ url }) => {
    const body = JSON.stringify({ email: 'somebody@example.com', password: 'correct horse battery' });
    return (await (await posted(`${url}/auth/v1/signup`, body, { apikey: 'anon-key' })).json()).access_token;
  };
  await server.advance(-hourMs);
  const ended = await tokenFrom(server);
  await server.advance(hourMs);
  const elsewhere = await tokenFrom(await startServer(t));
  for (const [kind, token] of Object.entries(forgedTokens({ good: tokenOf(cookie), elsewhere, ended }))) {
    const visitor = new Browser(site.url);
    visitor.values.set(key, forgedSession(token));
    assert.equal((await visitor.fetch('/')).status, 302, kind);
    const acted = await changeName(visitor, text, 'ADMIN');
    assert.ok(acted.status === 302 || acted.status >= 400, `${kind}: ${acted.status}`);
  }
  // A good cookie, and a page of another site: Next.js itself or the guard refuses.
  const foreign = await changeName(browser, text, 'ADMIN', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
  assert.ok(foreign.status >= 400, String(foreign.status));
  assert.match((await browser.fetch('/')).text, new RegExp(id));
}
