// Tabs that Chromium freezes or keeps in its back-forward cache, and storage that refuses.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

import { servePages } from './support/page.js';
import { noServer, startServer } from '../../tests/support/server.js';

const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const skip = noServer || (!existsSync(executablePath) && 'there is no Chromium');

async function openWorld(t) {
  const pages = await servePages(t);
  const server = await startServer(t, '--web-origin', pages.origin);
  pages.passOnTo(server);
  // Playwright turns the cache off, which tests seldom want.
  const ignoreDefaultArgs = ['--disable-back-forward-cache'];
  const browser = await chromium.launch({ executablePath, ignoreDefaultArgs, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const context = await browser.newContext();
  return { server, context, origin: pages.origin, person: await server.person() };
}

/** A tab with an open client in `client` and what it heard in `heard`. */
async function openTab({ context, origin }) {
  const page = await context.newPage();
  await page.goto(`${origin}/app.html`);
  await page.waitForFunction(() => globalThis.hufu);
  await page.evaluate(async () => {
    globalThis.client = globalThis.hufu.createClient({ baseUrl: location.origin, platform: 'miniprogram' });
    globalThis.heard = [];
    globalThis.client.on(({ kind }) => globalThis.heard.push(kind));
    await globalThis.client.ready();
  });
  return page;
}

const signIn = async ({ person }, page) =>
  page.evaluate((code) => globalThis.client.signInWithWechat({ code }), await person.code());
const inState = (page, wanted) => page.waitForFunction((state) => globalThis.client.state === state, wanted);
const token = (page) => page.evaluate(() => globalThis.client.accessToken().then(({ token: given }) => given));

test('a frozen tab has what others did when it goes on, without a request of its own', { skip }, async (t) => {
  const world = await openWorld(t);
  const [one, two] = [await openTab(world), await openTab(world)];
  await signIn(world, one);
  await inState(two, 'signed_in');
  const lifecycle = await world.context.newCDPSession(two);
  await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' });
  await world.server.advance(3 * 3600_000);
  const status = await one.evaluate(() => globalThis.client.fetch('/api/user/profile').then(({ status: given }) => given));
  assert.equal(status, 200);
  await lifecycle.send('Page.setWebLifecycleState', { state: 'active' });
  assert.equal(await two.evaluate(() => globalThis.client.fetch('/api/user/profile').then(({ status: given }) => given)), 200);
  assert.equal(await world.server.count('POST /api/auth/refresh'), 1);
  assert.equal(await token(two), await token(one));

  await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' });
  await one.evaluate(() => globalThis.client.signOut());
  await lifecycle.send('Page.setWebLifecycleState', { state: 'active' });
  await inState(two, 'signed_out');
});

// Chromium throws a page out of that cache when another tab tells it something; so here nobody tells.
test('a page out of the back-forward cache reads the store again', { skip }, async (t) => {
  const world = await openWorld(t);
  const kept = await openTab(world);
  await signIn(world, kept);
  await kept.evaluate(() => {
    globalThis.shown = [];
    addEventListener('pageshow', ({ persisted }) => globalThis.shown.push(persisted));
  });
  await kept.goto(`${world.origin}/dist/browser.js`);
  await kept.evaluate(() => localStorage.clear());
  await kept.goBack({ waitUntil: 'commit' });
  await kept.waitForFunction(() => globalThis.shown?.length > 0);
  assert.deepEqual(await kept.evaluate(() => globalThis.shown), [true]);
  await inState(kept, 'signed_out');
  assert.equal(await kept.evaluate(() => globalThis.heard.at(-1)), 'signed_out');
});

test('storage that is full, or forbidden: the session goes on in memory', { skip }, async (t) => {
  const world = await openWorld(t);
  const hindrances = {
    full: () => {
      for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
        try {
          for (let i = 0; ; ++i) localStorage.setItem(`filler-${size}-${i}`, 'x'.repeat(size));
        } catch {
          // As full as it gets with texts of this size.
        }
      }
    },
    forbidden: () =>
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('no', 'SecurityError');
        },
      }),
  };
  for (const [name, hinder] of Object.entries(hindrances)) {
    const page = await openTab(world);
    const faults = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.evaluate(hinder);
    await signIn(world, page);
    assert.equal(await page.evaluate(() => globalThis.client.state), 'signed_in', name);
    assert.equal(await page.evaluate(() => globalThis.client.fetch('/api/user/profile').then(({ status }) => status)), 200);
    assert.ok((await page.evaluate(() => globalThis.heard)).includes('store_failed'), name);
    assert.deepEqual(faults, []);
    await page.close();
    const cleaner = await openTab(world);
    await cleaner.evaluate(() => localStorage.clear());
    await cleaner.close();
  }
});
