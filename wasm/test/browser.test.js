// The package in a real browser: its content security policy, its locks, its tabs.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

import { servePages } from './support/page.js';
import { noServer, startServer } from '../../tests/support/server.js';

const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const skip = noServer || (!existsSync(executablePath) && 'there is no Chromium');

async function openBrowser(t) {
  const pages = await servePages(t);
  const { origin } = pages;
  const server = await startServer(t, '--web-origin', origin);
  pages.passOnTo(server);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const context = await browser.newContext();
  await context.addInitScript(watch);
  return { server, origin, context, asked: pages.asked };
}

/** In each page: who has held the lock, who has asked for a renewal. */
function watch() {
  const log = (globalThis.log = []);
  const say = (what) => log.push([Date.now(), what]);
  const { locks, fetch } = { locks: navigator.locks, fetch: globalThis.fetch };
  const request = locks.request.bind(locks);
  locks.request = (name, options, use) =>
    request(name, options, async (lock) => {
      if (lock === null) return use(null);
      say('holds the lock');
      await use(lock);
      say('gives it back');
    });
  globalThis.fetch = async (input, init) => {
    const isRenewal = String(input.url ?? input).endsWith('/auth/refresh');
    if (isRenewal) say('asks for a renewal');
    const response = await fetch(input, init);
    if (isRenewal) say(`is answered ${response.status}`);
    return response;
  };
}

/** What all tabs have done since they were asked last. */
async function story(tabs) {
  const logs = await Promise.all(tabs.map(({ page }) => page.evaluate(() => globalThis.log.splice(0))));
  const lines = logs.flatMap((log, i) => log.map(([at, what]) => ({ at, text: `tab ${i} ${what}` })));
  return lines.sort((a, b) => a.at - b.at).map(({ at, text }) => `+${at - lines[0].at} ms ${text}`).join('\n');
}

/** A tab with an open client in `client` and what it heard in `heard`. */
async function openTab({ context, origin }, config = {}) {
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${origin}/app.html`);
  await page.waitForFunction(() => globalThis.hufu);
  await page.evaluate(async (given) => {
    const { createClient, cookieStore } = globalThis.hufu;
    const { cookies, ...rest } = given;
    const host = cookies ? { store: cookieStore() } : undefined;
    globalThis.client = createClient({ baseUrl: location.origin, platform: 'miniprogram', ...rest, host });
    globalThis.heard = [];
    globalThis.client.on(({ kind }) => globalThis.heard.push(kind));
    await globalThis.client.ready();
  }, config);
  return { page, faults };
}

const state = ({ page }) => page.evaluate(() => globalThis.client.state);
const heard = ({ page }) => page.evaluate(() => globalThis.heard);
const signIn = ({ page }, code) => page.evaluate((given) => globalThis.client.signInWithWechat({ code: given }), code);
const ask = ({ page }) =>
  page.evaluate(async () => {
    const begun = performance.now();
    const response = await globalThis.client.fetch('/api/user/profile');
    return { status: response.status, ms: performance.now() - begun };
  });

async function until(condition) {
  for (let i = 0; i < 200; ++i) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('it did not come to pass');
}

test('one tab: sign in, a signed request, reload, sign out; under a strict policy', { skip }, async (t) => {
  const world = await openBrowser(t);
  const { code } = await world.server.person();
  for (const config of [{}, { cookies: true, storageKey: 'sb-x-auth-token' }]) {
    const tab = await openTab(world, config);
    assert.equal(await state(tab), 'signed_out');
    assert.equal((await signIn(tab, await code())).state, 'signed_in');
    assert.equal((await ask(tab)).status, 200);
    await tab.page.close();

    const again = await openTab(world, config);
    assert.equal(await state(again), 'signed_in');
    assert.equal((await ask(again)).status, 200);
    await again.page.evaluate(() => globalThis.client.signOut());
    assert.equal(await state(again), 'signed_out');
    assert.deepEqual([...tab.faults, ...again.faults], []);
    assert.deepEqual(await world.context.cookies(), []);
    const left = await again.page.evaluate(() => Object.keys(localStorage));
    assert.ok(left.every((key) => key.endsWith('.ended')), left); // why, and nothing more
    await again.page.close();
  }
});

test('nobody needs core.wasm; a page that preloads it has it once', { skip }, async (t) => {
  const { origin, context, asked } = await openBrowser(t);
  const times = () => asked.filter((path) => path.endsWith('core.wasm')).length;
  const page = await context.newPage();
  const begin = async (path) => {
    await page.goto(`${origin}${path}`);
    await page.waitForFunction(() => globalThis.hufu);
    await page.evaluate(() => void (globalThis.client = globalThis.hufu.createClient({ baseUrl: location.origin })));
  };
  await begin('/app.html');
  assert.equal((await page.evaluate(() => globalThis.client.session())).state, 'signed_out');
  assert.equal(times(), 0);
  await page.evaluate(() => globalThis.client.ready());
  assert.equal(times(), 1);
  await begin('/preload.html');
  await page.evaluate(() => globalThis.client.ready());
  assert.equal(times(), 2);
});

test('eight tabs: one refresh for each expiry, never a null session, one sign-out for all', { skip }, async (t) => {
  const world = await openBrowser(t);
  const { code } = await world.server.person();
  const tabs = [];
  for (let i = 0; i < 8; ++i) tabs.push(await openTab(world));
  await signIn(tabs[0], await code());
  const all = async (wanted) => (await Promise.all(tabs.map(state))).every((one) => one === wanted);
  await until(() => all('signed_in'));

  const rounds = process.env.HUFU_TEST_FULL ? 200 : 10;
  for (let round = 1; round <= rounds; ++round) {
    await world.server.advance(3 * 3600_000);
    await story(tabs);
    const answers = await Promise.all(tabs.map(ask));
    assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(200));
    const renewals = await world.server.count('POST /api/auth/refresh');
    if (renewals > round) assert.fail(`round ${round}: ${renewals} renewals by now\n${await story(tabs)}`);
  }
  for (const tab of tabs) {
    const kinds = await heard(tab);
    assert.ok(!kinds.includes('signed_out') && !kinds.includes('needs_user'), kinds.join());
  }
  await tabs[5].page.evaluate(() => globalThis.client.signOut());
  await until(() => all('signed_out'));
  assert.deepEqual(tabs.flatMap(({ faults }) => faults), []);
});

test('a tab that is closed in the midst of a refresh is replaced within 5 s', { skip }, async (t) => {
  const world = await openBrowser(t);
  const { code } = await world.server.person();
  for (const withLocks of [true, false]) {
    if (!withLocks) {
      await world.context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    }
    const [one, two] = [await openTab(world), await openTab(world)];
    await signIn(one, await code());
    await until(async () => (await state(two)) === 'signed_in');
    await world.server.advance(3 * 3600_000);
    await world.server.control('POST', '/faults', { route: 'POST /api/auth/refresh', delayMs: 60_000 });
    const refreshing = one.page.waitForRequest(/auth\/refresh/);
    ask(one).catch(() => {});
    await refreshing;
    const answer = ask(two);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await one.page.close();
    const closed = Date.now();
    assert.equal((await answer).status, 200);
    assert.ok(Date.now() - closed < 5_000 + (withLocks ? 0 : 1_000), `${Date.now() - closed} ms`);
    await two.page.close();
  }
});
