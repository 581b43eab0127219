// A real application, built and run: Next.js 15 and 16, webpack and Turbopack, dev and build; server components, client
// components, route handlers, server actions, middleware on the edge and in Node, proxy. One of them, all with HUFU_TEST_FULL.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { aged } from '../../../wasm/test/support/aged.js';
import { scan } from '../../gotrue/support/browser.js';
import { forgedSession, forgedTokens, tokenOf } from '../../support/forged.js';
import { startServer } from '../../support/server.js';
import { Browser } from '../support/browser.js';
import { hasChromium, openChromium } from '../support/chromium.js';
import { walkByMail } from '../support/mails.js';
import { build, freePort, installHufu, prepare, start } from '../support/site.js';
import { walkByWebView } from '../support/web_view.js';

const isFull = Boolean(process.env.HUFU_TEST_FULL);
const anonKey = 'anon-key-of-the-tests';
const key = 'sb-127-auth-token';

/** Which flag asks for which bundler. */
const flags = {
  15: { webpack: [], turbopack: ['--turbopack'] },
  16: { webpack: ['--webpack'], turbopack: [] },
};
const places = { 15: ['middleware-edge', 'middleware-node'], 16: ['proxy', 'middleware-edge'] };
const all = [16, 15].flatMap((version) =>
  ['turbopack', 'webpack'].flatMap((bundler) =>
    ['build', 'dev'].flatMap((mode) => places[version].map((before) => ({ version, bundler, mode, before })))));
const sample = isFull ? all : all.slice(0, 1);

for (const version of new Set(sample.map((each) => each.version))) {
  installHufu(new URL(`../v${version}`, import.meta.url).pathname);
}

for (const { version, bundler, mode, before } of sample) {
  test(`Next.js ${version}, ${bundler}, ${mode}, ${before}`, async (t) => {
    process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY = anonKey;
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const server = await startServer(t, '--web-origin', origin, '--redirect-url', `${origin}/auth/callback`, '--web-view-page', '/inside/arrive');
    const environment = { NEXT_PUBLIC_HUFU_URL: server.url, NEXT_PUBLIC_HUFU_KEY: anonKey, NODE_ENV: mode === 'dev' ? 'development' : 'production' };
    const folder = prepare(version, before);
    if (mode === 'build') await build(folder, flags[version][bundler], environment);
    const site = await start(folder, mode, flags[version][bundler], port, environment);
    t.after(site.stop);
    try {
      await walk({ t, server, site });
    } catch (error) {
      console.log(site.said.text);
      throw error;
    }
    assert.doesNotMatch(site.said.text, /DynamicWasmCodeGeneration|Unhandled|⨯/);
  });
}

/** A day at the site. */
async function walk({ t, server, site }) {
  const browser = new Browser(site.url);
  const credentials = { email: 'ada@example.com', password: 'correct horse battery' };
  const who = async (path, from = browser) => {
    const { status, text } = await from.fetch(path);
    assert.equal(status, 200, `${path}: ${text.slice(0, 500)}`);
    return (/who:([\w-]+)/.exec(text) ?? /"id":"([\w-]+)"/.exec(text))[1];
  };
  assert.equal(await who('/'), 'nobody');
  assert.equal(await who('/client'), 'nobody');
  const refused = await browser.fetch('/private');
  assert.equal(refused.status, 302);
  assert.equal(new URL(refused.location, site.url).pathname, '/sign-in');

  const registered = await browser.post('/auth/sign-up', { ...credentials, next: '/private' });
  assert.deepEqual([registered.status, registered.location], [303, '/private']);
  assert.equal((await browser.fetch('/private')).status, 200);
  const id = await who('/');
  assert.match(id, /^[\w-]{8,}$/);
  for (const path of ['/client', '/api/node', '/api/edge', '/api/guarded']) assert.equal(await who(path), id, path);
  await refusesForged(t, { server, site, browser });

  // Twenty pages at once, all with the expired cookie.
  await expire(server, browser);
  const before = await rotations(server);
  const visitors = Array.from({ length: 20 }, () => browser.copy());
  const paths = ['/', '/client', '/api/node', '/api/edge'];
  const seen = await Promise.all(visitors.map((visitor, i) => who(paths[i % 4], visitor)));
  assert.deepEqual(seen, Array(20).fill(id));
  assert.equal(await rotations(server), before + 1);
  const renewed = visitors.map((visitor) => visitor.values.get(key));
  assert.equal(new Set(renewed).size, 1, 'all of them got the new cookie');
  assert.notEqual(renewed[0], browser.values.get(key));
  browser.values = visitors[0].values;

  await expire(server, browser);
  const { headers } = await browser.fetch('/');
  assert.match(headers.get('cache-control'), /no-store/);

  const out = await browser.post('/auth/sign-out', {});
  assert.equal(out.status, 303);
  assert.deepEqual([...browser.values.keys()], []);

  await inTwoTabs(server, browser);
  await browser.post('/auth/sign-out', {});

  // The form of a server action, as a browser without scripts posts it.
  const page = await browser.fetch('/action');
  const act = async (fields) => {
    const form = new FormData();
    for (const [, tag] of page.text.matchAll(/<input([^>]*)>/g)) {
      const name = /name="([^"]*)"/.exec(tag)[1];
      form.set(name, fields[name] ?? (/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&quot;', '"'));
    }
    const posted = await browser.fetch('/action', { method: 'POST', body: form });
    assert.equal(posted.status, 303, posted.text.slice(0, 300));
    return posted.headers.getSetCookie();
  };
  const set = await act({ ...credentials, domain: 'site.test' });
  assert.ok(set.some((line) => line.startsWith(`${key} =; Path=/; Max-Age=0;`) && !line.includes('Domain')), set.join('\n'));
  assert.ok(set.some((line) => line.startsWith(`${key}=base64-`) && line.includes('; Domain=site.test')), set.join('\n'));
  browser.values.clear();
  await act(credentials);
  assert.equal(await who('/'), id);
  if (hasChromium) await walkByMail({ t, server, site });
  if (hasChromium) await walkByWebView({ t, server, site });
  if (isFull && hasChromium) await inChromium({ t, browser, site, id });
}

/** A cookie that is made by hand is nobody: in the proxy or middleware, and in a route on the edge. */
async function refusesForged(t, { server, site, browser }) {
  const good = tokenOf(browser.values.get(key));
  await server.advance(-3600_000);
  const ended = await tokenOfSomebody(server);
  await server.advance(3600_000);
  const elsewhere = await tokenOfSomebody(await startServer(t));
  for (const [kind, token] of Object.entries({ ...forgedTokens({ good, elsewhere, ended }), 'the anon key': anonKey })) {
    const visitor = new Browser(site.url);
    visitor.values.set(key, forgedSession(token));
    const statuses = [(await visitor.fetch('/private')).status, (await visitor.fetch('/api/guarded')).status];
    assert.deepEqual(statuses, [302, 401], kind);
  }
}

/** A good token of somebody who signs up at the server. */
async function tokenOfSomebody(server) {
  const headers = { apikey: anonKey, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ email: 'somebody@example.com', password: 'correct horse battery' });
  const answer = await fetch(`${server.url}/auth/v1/signup`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  return (await answer.json()).access_token;
}

/** Two sign-ins by WeChat begun before either comes back: each goes on to its own page. */
async function inTwoTabs(server, browser) {
  await server.person({ nickname: '小明' });
  const away = [];
  for (const next of ['/private', '/client']) {
    const { location } = await browser.post('/auth/sign-in', { provider: 'wechat_qr', next });
    away.push({ location, next });
  }
  for (const { location, next } of away) {
    const { search } = new URL(await scan(location, '小明'));
    const back = await browser.fetch(`/auth/callback${search}`);
    assert.deepEqual([back.status, back.location], [303, next]);
  }
}

/** The same session in a real browser: the page is taken over by React, and the core runs there. */
async function inChromium({ t, browser, site, id }) {
  const { context, page } = await openChromium(t, site, browser);
  const faults = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(`${site.url}/client`);
  const text = (selector, wanted) =>
    page.waitForFunction(([at, what]) => document.querySelector(at)?.textContent === what, [selector, wanted]);
  await text('#who', `who:${id}`);
  await text('#account', 'ada@example.com');
  await text('#factors', '0');
  // Next.js in dev mode takes over the page some time after it is shown.
  for (let i = 0; i < 50 && (await page.textContent('#profile')) !== id; ++i) {
    await page.click('#ask');
    await page.waitForTimeout(200);
  }
  await text('#profile', id);
  await page.click('#out');
  await text('#who', 'who:nobody');
  // The page knows before the cookie goes: that waits for the other tabs' lock.
  for (let i = 0; i < 100 && (await context.cookies()).length > 0; ++i) await page.waitForTimeout(50);
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(faults, []);
}

/** Time passes, here and there: the cookie holds a session that has run out. */
async function expire(server, browser) {
  await server.advance(20 * 60_000);
  const stored = JSON.parse(Buffer.from(decodeURIComponent(browser.values.get(key)).slice(7), 'base64url'));
  const session = aged(stored, 20 * 60);
  browser.values.set(key, `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`);
}

async function rotations(server) {
  const { entries } = await server.control('GET', '/audit');
  return entries.filter(({ event }) => event === 'refreshed').length;
}
