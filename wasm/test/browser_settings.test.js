// Real Chromium where it says no: all cookies blocked, cookies of third parties blocked, frames of another site and
// frames in a sandbox. The session goes on as long as the page, is renewed, and can be ended.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

import { servePages } from './support/page.js';
import { noServer, startServer } from '../../tests/support/server.js';

const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const skip = noServer || (!existsSync(executablePath) && 'there is no Chromium');
const args = ['--no-sandbox', '--disable-gpu'];

/** Chromium of a person who has made these settings. */
async function openChromium(t, settings) {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-chromium-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default/Preferences'), JSON.stringify({ profile: settings }));
  const context = await chromium.launchPersistentContext(folder, { executablePath, args });
  t.after(async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return context;
}

/** What the browser allows here, and a day in the life of a session. */
async function live({ baseUrl, code, cookies }) {
  const { createClient, cookieStore } = globalThis.hufu;
  const allows = async (use) => {
    try {
      return (await use()) !== null;
    } catch {
      return false;
    }
  };
  const allowed = {
    storage: await allows(() => localStorage.getItem('x') ?? ''),
    locks: await allows(() => navigator.locks.request('x', () => true)),
  };
  const host = cookies ? { store: cookieStore() } : undefined;
  const client = createClient({ baseUrl, platform: 'miniprogram', lockWaitMs: 5_000, host });
  const heard = [];
  client.on(({ kind, reason }) => heard.push(reason ? `${kind} ${reason}` : kind));
  const first = (await client.session()).state;
  const { state } = await client.signInWithWechat({ code });
  globalThis.client = client;
  return { allowed, first, state, heard };
}

/** The token has run out: it is renewed; then the person leaves. */
async function leave({ baseUrl }) {
  const { client } = globalThis;
  const { status } = await client.fetch(`${baseUrl}/api/user/profile`);
  await client.signOut();
  return { status, state: client.state, kept: await client.session().then(({ state }) => state) };
}

const allBlocked = { default_content_setting_values: { cookies: 2 } };
const thirdPartiesBlocked = { block_third_party_cookies: true, cookie_controls_mode: 1 };
const thirdPartiesAllowed = { block_third_party_cookies: false, cookie_controls_mode: 0 };
const nothing = { storage: false, locks: false };
const everything = { storage: true, locks: true };

for (const [about, { settings = {}, frame, allowed }] of [
  ['all cookies are blocked', { settings: allBlocked, allowed: nothing }],
  ['all cookies are blocked, in a frame of another site', { settings: allBlocked, frame: {}, allowed: nothing }],
  ['cookies of third parties are blocked, in a frame of another site', { settings: thirdPartiesBlocked, frame: {}, allowed: nothing }],
  ['a frame of another site', { settings: thirdPartiesAllowed, frame: {}, allowed: everything }],
  ['a frame in a sandbox', { frame: { sandbox: 'allow-scripts' }, allowed: nothing }],
]) {
  for (const cookies of [false, true]) {
    test(`Chromium, ${about}${cookies ? ', with cookieStore' : ''}: signed in, renewed, signed out`, { skip }, async (t) => {
      const pages = await servePages(t);
      const server = await startServer(t, '--web-origin', pages.origin);
      pages.passOnTo(server);
      const context = await openChromium(t, settings);
      const page = await context.newPage();
      // 127.0.0.1 and localhost are two sites.
      const outer = frame ? pages.origin.replace('127.0.0.1', 'localhost') : pages.origin;
      await page.goto(frame ? `${outer}/frame.html` : `${outer}/app.html`);
      if (frame) {
        await page.evaluate(({ url, more }) => {
          const inner = Object.assign(document.createElement('iframe'), { src: url });
          for (const [name, value] of Object.entries(more)) inner.setAttribute(name, value);
          document.body.append(inner);
        }, { url: `${pages.origin}/app.html`, more: frame });
      }
      const place = frame ? await until(() => page.frames().find((each) => each.url().startsWith(pages.origin))) : page;
      await place.waitForFunction(() => globalThis.hufu);
      const { code } = await server.person();
      const begun = await place.evaluate(live, { baseUrl: pages.origin, code: await code(), cookies });
      assert.deepEqual(begun.allowed, allowed);
      assert.deepEqual([begun.first, begun.state], ['signed_out', 'signed_in']);
      await server.advance(3 * 3600_000);
      assert.deepEqual(await place.evaluate(leave, { baseUrl: pages.origin }), { status: 200, state: 'signed_out', kept: 'signed_out' });
      assert.equal(await server.count('POST /api/auth/refresh'), 1);
      // A frame of another site is given storage of its own, but sets no cookie that is for the site alone.
      const isKept = allowed.storage && !cookies;
      assert.equal(begun.heard.includes('store_failed store_unavailable'), !isKept, begun.heard.join());
    });
  }
}

// hufu/next tells two cookies of one name apart by it where Next.js keeps only one: wasm/src/next/server_client.ts.
test('Chromium takes a blank off that stands behind the name of a cookie', { skip: !existsSync(executablePath) && 'there is no Chromium' }, async (t) => {
  const server = createServer(({ url }, response) => {
    const cookies = { '/set': ['sb=host; Path=/'], '/clear': ['sb =; Path=/; Max-Age=0', 'other=kept; Path=/'] };
    response.setHeader('Set-Cookie', cookies[url] ?? []).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const context = await openChromium(t, {});
  const page = await context.newPage();
  const cookiesAfter = async (path) => {
    await page.goto(`http://127.0.0.1:${server.address().port}${path}`);
    return page.evaluate(() => document.cookie);
  };
  assert.equal(await cookiesAfter('/set'), 'sb=host');
  assert.equal(await cookiesAfter('/clear'), 'other=kept');
});

async function until(find) {
  for (let i = 0; i < 200; ++i) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('it did not come to pass');
}
