// examples/nextjs in Chromium: a person signs in with Clerk, links WeChat by a QR code, signs out, comes back by WeChat;
// light and dark, desktop and phone, English and Chinese. Leaves pictures in build/next-story/.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createClient } from '../../../wasm/dist/node.js';
import { aged } from '../../../wasm/test/support/aged.js';
import { forgedOf, refusals } from '../../server_half/support/unified.js';
import { forgedUnifiedSession } from '../../support/forged.js';
import { startServer } from '../../support/server.js';
import { build, freePort, installHufu, start } from '../support/site.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here('../../../examples/nextjs');
const pictures = here('../../../build/next-story/');
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const skip = !process.env.HUFU_TEST_FULL ? 'in --full' : !existsSync(executablePath) && 'there is no Chromium';

/** The mini-program on somebody's phone. */
async function phoneOf(t, server, nickname) {
  const { code } = await server.person({ nickname });
  const phone = createClient({ baseUrl: server.url, platform: 'miniprogram', host: { credential: code } });
  t.after(() => phone.close());
  await phone.signInWithWechat({ nickname });
  return phone;
}

/** The cookie holds a session that has run out. Our clock and the server's stand still: guards go by both. */
async function outlive(context) {
  const hours = 3;
  const cookie = (await context.cookies()).find(({ name }) => name === 'hufu.session');
  const stored = JSON.parse(Buffer.from(decodeURIComponent(cookie.value).slice(7), 'base64url'));
  const { exp, iat } = JSON.parse(Buffer.from(stored.access_token.split('.')[1], 'base64url'));
  const { access_token } = aged({ ...stored, expires_at: exp, expires_in: exp - iat }, hours * 3600);
  const older = { ...stored, access_token, received_ms: stored.received_ms - hours * 3600_000 };
  await context.addCookies([{ ...cookie, value: `base64-${Buffer.from(JSON.stringify(older)).toString('base64url')}` }]);
}

/** Cookies that are made by hand open nobody's account. */
async function refusesForged(t, site, server) {
  const tokens = Object.entries(await forgedOf(server, await startServer(t)));
  const cookies = tokens.map(([kind, token]) => [kind, `hufu.session=${forgedUnifiedSession(server.url, token)}`]);
  for (const [kind, cookie] of [...cookies, ["no session of Clerk's", 'clerk-session=ADMIN']]) {
    const { status, headers } = await fetch(`${site.url}/account`, { headers: { cookie }, redirect: 'manual' });
    assert.ok(refusals(kind, 302).includes(status), `${kind}: ${status}`);
    if (status === 302) assert.equal(new URL(headers.get('location'), site.url).pathname, '/sign-in', kind);
  }
}

test('the story of the example', { skip }, async (t) => {
  const { chromium } = await import('../../../wasm/node_modules/playwright-core/index.mjs');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const port = await freePort();
  const server = await startServer(t, '--web-origin', `http://127.0.0.1:${port}`);
  const environment = { NEXT_PUBLIC_HUFU_URL: server.url, NODE_ENV: 'production' };
  installHufu(folder);
  await build(folder, [], environment);
  const site = await start(folder, 'build', [], port, environment);
  t.after(site.stop);
  await refusesForged(t, site, server);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());

  const faults = [];
  const open = async (options) => {
    const context = await browser.newContext({ baseURL: site.url, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', ({ message }) => faults.push(message));
    // Chromium writes there, too, that the server refused the wrong number.
    const isFault = (said) => said.type() === 'error' && !said.text().startsWith('Failed to load resource');
    page.on('console', (said) => isFault(said) && faults.push(said.text()));
    return page;
  };
  const picture = async (page, name) => {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true, animations: 'disabled' });
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(excess <= 0, `${name} is wider than the screen`);
  };
  const text = (page, selector) => page.locator(selector).innerText();

  // On a desktop, in English: in by e-mail.
  const desktop = await open({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'light' });
  await desktop.goto('/');
  await picture(desktop, '1-home');
  await desktop.goto('/bind');
  await desktop.waitForURL('**/sign-in?next=/bind');
  await desktop.locator('#device-number').waitFor();
  await picture(desktop, '2-sign-in');
  await desktop.fill('[name=name]', 'Ada Lovelace');
  await desktop.fill('[name=email]', 'ada@example.com');
  await desktop.click('.fields .button');
  await desktop.waitForURL('**/bind');

  // The page shows a code; the phone has it, agrees, and shows a number.
  const phone = await phoneOf(t, server, '小明');
  await desktop.click('#make-code');
  await desktop.locator('.qr').waitFor();
  await picture(desktop, '3-code');
  const scanned = await desktop.locator('.qr').getAttribute('data-value');
  const { bindingId, preview } = await phone.redeemBindCode({ bindCode: scanned, platform: 'web' });
  assert.equal(preview.platform, 'web');
  await desktop.locator('#other-half').waitFor();
  const { number } = await phone.acceptBinding({ bindingId });
  await desktop.locator('#number').waitFor();
  await picture(desktop, '4-number');
  await desktop.fill('#number', number === '00' ? '01' : '00');
  await desktop.click('#confirm');
  await desktop.getByRole('alert').filter({ hasText: 'not the number' }).waitFor();
  await desktop.fill('#number', number);
  await desktop.click('#confirm');
  await desktop.locator('#done').waitFor();
  await picture(desktop, '5-done');
  assert.equal((await phone.waitForBinding({ bindingId, since: 'accepted' })).state, 'confirmed');

  await desktop.click('#done .button');
  await desktop.locator('#way-wechat[data-linked=true]').waitFor();
  assert.equal(await desktop.locator('#way-clerk').getAttribute('data-linked'), 'true');
  assert.equal(await desktop.locator('nav a[href="/bind"]').count(), 0, 'nothing is left to be linked');
  await desktop.fill('[name=nickname]', 'Ada');
  await desktop.click('.row .button');
  await desktop.locator('#name', { hasText: /^Ada$/ }).waitFor();
  await picture(desktop, '6-account');
  await desktop.click('#sign-out');
  await desktop.waitForURL(`${site.url}/`);
  assert.equal((await phone.fetchProfile()).nickname, 'Ada', 'one account on both sides');

  // Somebody who comes by WeChat has no web account yet: that is what is to be linked. On the smallest phone, in English,
  // whose words are the longest; a phone does not scan its own screen.
  const smallest = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
  const wechat = await open({ ...smallest, locale: 'en-GB' });
  await wechat.goto('/sign-in');
  await wechat.locator('#device-number').waitFor();
  assert.ok(await wechat.locator('.qr').isHidden());
  assert.match(await text(wechat, 'time.count'), /^(9:\d\d|10:00)$/);
  const newcomer = await phoneOf(t, server, '小红');
  await newcomer.approveDevice({ userCode: await text(wechat, '#device-code'), number: await text(wechat, '#device-number') });
  await wechat.waitForURL('**/account');
  await picture(wechat, '13-account-by-wechat-smallest');
  assert.equal(await text(wechat, 'nav a[href="/bind"]'), 'Link the web');
  await wechat.click('nav a[href="/bind"]');
  await wechat.click('#make-code');
  await wechat.locator('#bind-code').waitFor();
  await picture(wechat, '14-code-for-the-web-smallest');

  // Back again, by WeChat: the same person.
  await desktop.goto('/sign-in');
  const userCode = await text(desktop, '#device-code');
  await phone.approveDevice({ userCode, number: await text(desktop, '#device-number') });
  await desktop.waitForURL('**/account');
  assert.equal(await text(desktop, '#name'), 'Ada');
  // An expired session is renewed before the page.
  await outlive(desktop.context());
  await desktop.reload();
  assert.equal(await text(desktop, '#name'), 'Ada');
  await desktop.click('#sign-out');
  await desktop.waitForURL(`${site.url}/`);
  assert.equal(await desktop.locator('nav a').count(), 0);

  // On a phone, in Chinese, in the dark; and the other way round: the page types the mini-program's code.
  const small = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
  const mobile = await open({ ...small, locale: 'zh-CN', colorScheme: 'dark' });
  await mobile.goto('/');
  await mobile.locator('h1', { hasText: '两半相合' }).waitFor();
  await picture(mobile, '7-home-phone-dark');
  await mobile.goto('/sign-in');
  await mobile.locator('#device-number').waitFor();
  await picture(mobile, '8-sign-in-phone-dark');
  await mobile.fill('[name=name]', '李华');
  await mobile.fill('[name=email]', 'lihua@example.com');
  await mobile.click('.fields .button');
  await mobile.waitForURL('**/account');
  await picture(mobile, '9-account-phone-dark');
  const other = await phoneOf(t, server, '华');
  const code = await other.createBindCode({ target: 'web' });
  await mobile.goto('/bind');
  await mobile.getByRole('tab').nth(1).click();
  await mobile.fill('#typed-code', code.bindCode);
  await mobile.click('#redeem');
  await mobile.locator('#join').waitFor();
  await picture(mobile, '10-preview-phone-dark');
  await mobile.click('#join');
  const shown = await text(mobile, '#shown-number');
  await other.confirmBinding({ bindingId: code.bindingId, number: shown.trim() });
  await mobile.locator('#done').waitFor();
  await picture(mobile, '11-done-phone-dark');

  // What the person chose stays, whatever the system says.
  await mobile.click('#theme');
  await mobile.locator('html[data-theme=light]').waitFor();
  await mobile.click('#language');
  await mobile.locator('html[lang=en]').waitFor();
  await picture(mobile, '12-done-phone-light');
  assert.deepEqual(faults, []);
});
