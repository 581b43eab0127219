// examples/nextjs in Chromium: people sign in with Clerk and with WeChat, order on both halves, bind them, and have one basket; once
// with nothing but a keyboard. Light and dark, from 320 px on, English and Chinese. Leaves pictures in build/pictures/nextjs/.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createClient } from '../../../wasm/dist/node.js';
import { aged } from '../../../wasm/test/support/aged.js';
import { forgedOf, refusals } from '../../server_half/support/unified.js';
import { forgedUnifiedSession } from '../../support/forged.js';
import { startServer } from '../../support/server.js';
import { nobodyLooks, openEyes, tabTo } from '../support/looks.js';
import { build, freePort, installHufu, start } from '../support/site.js';

const folder = fileURLToPath(new URL('../../../examples/nextjs', import.meta.url));
const serverKey = 'tally-tea-and-the-mock-server-know-this-key';
const onPhone = { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15', isMobile: true, hasTouch: true };
const small = { ...onPhone, viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const text = (page, selector) => page.locator(selector).innerText();

/** The shop, built, with its backend; and Chromium. */
async function openShop(t) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(t, '--web-origin', url, '--server-key', serverKey);
  const environment = { NEXT_PUBLIC_HUFU_URL: server.url, NEXT_PUBLIC_SITE_URL: url, HUFU_SERVER_KEY: serverKey, NODE_ENV: 'production' };
  installHufu(folder);
  await build(folder, [], environment);
  const site = await start(folder, 'build', [], port, environment);
  t.after(site.stop);
  const eyes = await openEyes(t, 'nextjs');
  return { server, site, eyes, open: (options) => eyes.open({ baseURL: site.url, ...options }) };
}

/** The mini-program on somebody's phone. */
async function phoneOf(t, { server, site }, nickname) {
  const { code, personId } = await server.person({ nickname });
  const phone = createClient({ baseUrl: server.url, origins: [site.url], platform: 'miniprogram', host: { credential: code } });
  t.after(() => phone.close());
  await phone.signInWithWechat({ nickname });
  const orders = async (init) => (await phone.fetch(`${site.url}/api/orders`, init)).json();
  const order = (tea) => orders({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ tea }) });
  /** WeChat scans what the page shows; the mini-program says what was opened. */
  const scan = async (page) => {
    const picture = await page.locator('.qr img').getAttribute('src');
    const { options } = await server.control('POST', '/wechat/scan', { personId, picture, how: 'scan' });
    return phone.launch(options);
  };
  return { phone, orders, order, scan };
}

async function signInByEmail(page, name, email) {
  await page.fill('[name=name]', name);
  await page.fill('[name=email]', email);
  await page.click('.fields .button');
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

test('Tally Tea', { skip: nobodyLooks }, async (t) => {
  const shop = await openShop(t);
  for (const [name, walk] of Object.entries(walks)) await t.test(name, (t) => walk(t, shop));
  assert.deepEqual(shop.eyes.faults, []);
});

const walks = {
  'cookies that are made by hand open nothing': (t, { site, server }) => refusesForged(t, site, server),

  'in by e-mail, bound by a QR code': async (t, shop) => {
    const { eyes, site } = shop;
    const page = await shop.open({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    await page.goto('/');
    await eyes.look(page, '01-home');
    await page.goto('/tea');
    await eyes.look(page, '02-tea-for-everybody');
    await page.goto('/bind');
    await page.waitForURL('**/sign-in?next=/bind');
    await page.locator('#device-number').waitFor();
    await eyes.look(page, '03-sign-in');
    await signInByEmail(page, 'Ada Lovelace', 'ada@example.com');
    await page.waitForURL('**/bind');

    // The page shows a code; the phone has it, agrees, and shows a number.
    const { phone, scan } = await phoneOf(t, shop, '小明');
    await eyes.look(page, '04-before-the-code');
    await page.click('#make-code');
    await page.locator('.qr').waitFor();
    await eyes.look(page, '05-code');
    const { opened, binding } = await scan(page);
    assert.equal(opened, 'binding');
    const { bindingId, preview } = binding;
    assert.equal(preview.platform, 'web');
    await page.locator('#other-half').waitFor();
    const { number } = await phone.acceptBinding({ bindingId });
    await page.locator('#number').waitFor();
    await eyes.look(page, '06-number');
    await page.fill('#number', number === '00' ? '01' : '00');
    await page.click('#confirm');
    await page.getByRole('alert').filter({ hasText: 'not what the phone shows' }).waitFor();
    await eyes.look(page, '07-wrong-number');
    await page.fill('#number', number);
    await page.click('#confirm');
    await page.locator('#done').waitFor();
    await eyes.look(page, '08-done');
    assert.equal((await phone.waitForBinding({ bindingId, since: 'accepted' })).state, 'confirmed');

    await page.click('#done .button');
    await page.locator('#way-wechat[data-linked=true]').waitFor();
    assert.equal(await page.locator('#way-clerk').getAttribute('data-linked'), 'true');
    assert.equal(await page.locator('nav a[href="/bind"]').count(), 0, 'nothing is left to be linked');
    await page.fill('[name=nickname]', 'Ada');
    await page.click('.row .button');
    await page.locator('#name', { hasText: /^Ada$/ }).waitFor();
    await eyes.look(page, '09-account');
    await page.click('#sign-out');
    await page.waitForURL(`${site.url}/`);
    assert.equal((await phone.fetchProfile()).nickname, 'Ada', 'one account on both sides');

    // Back again, by WeChat: the same person.
    await page.goto('/sign-in');
    const { scanId } = await scan(page);
    await phone.approveScan({ scanId, number: await text(page, '#device-number') });
    await page.waitForURL('**/account');
    assert.equal(await text(page, '#name'), 'Ada');
    // An expired session is renewed before the page.
    await outlive(page.context());
    await page.reload();
    assert.equal(await text(page, '#name'), 'Ada');
    await page.click('#sign-out');
    await page.waitForURL(`${site.url}/`);
    assert.equal(await page.locator('nav a[href="/account"]').count(), 0);
  },

  'orders on both halves, and one basket, because the person wants it': async (t, shop) => {
    const { eyes } = shop;
    const page = await shop.open({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    await page.goto('/tea');
    await page.click('#tea-longjing a');
    await page.waitForURL('**/sign-in?next=/tea');
    await signInByEmail(page, 'Grace Hopper', 'grace@example.com');
    await page.waitForURL('**/tea');
    await page.click('#tea-longjing button');
    await page.locator('#basket li[data-platform=web]').waitFor();
    await eyes.look(page, '10-basket');
    const { phone, orders, order } = await phoneOf(t, shop, '小红');
    assert.deepEqual((await order('jasmine')).map(({ tea }) => tea), ['jasmine']);
    assert.deepEqual(await order('coffee'), { error: 'no_such_tea' });

    // Nobody is joined silently to what they have ordered: they are asked.
    const { bindCode, bindingId } = await phone.createBindCode({ target: 'web' });
    await page.goto('/bind');
    await page.locator('.tabs button').nth(1).click();
    await eyes.look(page, '11-typed-code');
    await page.fill('#typed-code', bindCode);
    await page.click('#redeem');
    await page.locator('#merge').waitFor();
    await eyes.look(page, '12-has-ordered');
    await page.click('#merge');
    await page.locator('#join').waitFor();
    await eyes.look(page, '13-join');
    await page.click('#join');
    await page.locator('#shown-number').waitFor();
    await eyes.look(page, '14-shown-number');
    await phone.confirmBinding({ bindingId, number: (await text(page, '#shown-number')).trim() });
    await page.locator('#done').waitFor();
    await page.goto('/tea');
    await page.locator('#basket li').nth(1).waitFor();
    const from = await page.locator('#basket li').evaluateAll((all) => all.map((one) => one.dataset.platform));
    assert.deepEqual(from, ['web', 'miniprogram']);
    await eyes.look(page, '15-one-basket');
    assert.deepEqual((await orders()).map(({ tea }) => tea), ['longjing', 'jasmine']);
  },

  'with nothing but a keyboard': async (t, shop) => {
    const page = await shop.open({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const { keyboard } = page;
    await page.goto('/');
    await tabTo(page, 'main a[href="/sign-in"]');
    await keyboard.press('Enter');
    await page.waitForURL('**/sign-in');
    await tabTo(page, '[name=name]');
    await keyboard.type('Katherine Johnson');
    await keyboard.press('Tab');
    await keyboard.type('katherine@example.com');
    await keyboard.press('Enter');
    await page.waitForURL('**/account');
    await tabTo(page, 'nav a[href="/tea"]');
    await keyboard.press('Enter');
    await page.waitForURL('**/tea');
    await tabTo(page, '#tea-puer button');
    await keyboard.press('Enter');
    await page.locator('#basket li').waitFor();

    // One code is shown, and refused; then the phone's own is typed.
    await tabTo(page, '.basket a[href="/bind"]');
    await keyboard.press('Enter');
    await page.waitForURL('**/bind');
    await tabTo(page, '#make-code');
    await keyboard.press('Space');
    await page.locator('#bind-code').waitFor();
    const { phone } = await phoneOf(t, shop, '小兰');
    const { bindingId } = await phone.redeemBindCode({ bindCode: await text(page, '#bind-code'), platform: 'web' });
    const { number } = await phone.acceptBinding({ bindingId });
    await page.locator('#number').waitFor();
    await tabTo(page, '#number');
    await keyboard.type(number === '00' ? '01' : '00');
    await keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'not what the phone shows' }).waitFor();
    await tabTo(page, 'form .button.plain');
    await keyboard.press('Enter');
    await page.locator('#make-code').waitFor();
    const other = await phone.createBindCode({ target: 'web' });
    await tabTo(page, '.tabs [aria-pressed=false]');
    await keyboard.press('Enter');
    await tabTo(page, '#typed-code');
    await keyboard.type(other.bindCode);
    await keyboard.press('Enter');
    await page.locator('#merge').waitFor();
    await tabTo(page, '#merge');
    await keyboard.press('Enter');
    await page.locator('#join').waitFor();
    await tabTo(page, '#join');
    await keyboard.press('Enter');
    const shown = await text(page, '#shown-number');
    await phone.confirmBinding({ bindingId: other.bindingId, number: shown.trim() });
    await page.locator('#done').waitFor();
    await tabTo(page, '#done a');
    await keyboard.press('Enter');
    await page.waitForURL('**/account');
    await tabTo(page, '#sign-out');
    await keyboard.press('Enter');
    await page.waitForURL(`${shop.site.url}/`);
  },

  // A phone does not scan its own screen; in English, whose words are the longest.
  'who comes by WeChat has no web account yet': async (t, shop) => {
    const page = await shop.open({ viewport: { width: 320, height: 640 }, ...onPhone, locale: 'en-GB' });
    await page.goto('/sign-in');
    await page.click('#begin');
    await page.locator('#open').waitFor();
    await shop.eyes.look(page, '16-sign-in-on-the-phone');
    await page.click('#type-instead');
    await page.locator('#device-number').waitFor();
    assert.equal(await page.locator('.qr').count(), 0, 'a phone cannot scan its own screen');
    await shop.eyes.look(page, '16-typed-on-the-phone');
    assert.match(await text(page, 'time.count'), /^(4:\d\d|5:00)$/);
    const { phone } = await phoneOf(t, shop, '小红');
    await phone.approveDevice({ userCode: await text(page, '#device-code'), number: await text(page, '#device-number') });
    await page.waitForURL('**/account');
    await shop.eyes.look(page, '17-account-by-wechat');
    await page.click('#way-clerk a[href="/bind"]');
    await page.click('#make-code');
    await page.locator('#bind-code').waitFor();
    await shop.eyes.look(page, '18-code-for-the-web');
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await text(page, 'nav a[href="/bind"]'), 'Link the web');
  },

  'in Chinese, on a phone, and the page types the code of the mini-program': async (t, shop) => {
    const page = await shop.open({ ...small, locale: 'zh-CN', colorScheme: 'dark' });
    const { eyes } = shop;
    await page.goto('/');
    await page.locator('h1', { hasText: '两半相合' }).waitFor();
    await eyes.look(page, '21-home-zh');
    await page.goto('/sign-in');
    await page.click('#begin');
    await page.locator('#open').waitFor();
    await eyes.look(page, '22-sign-in-zh');
    await signInByEmail(page, '李华', 'lihua@example.com');
    await page.waitForURL('**/account');
    await eyes.look(page, '23-account-zh');
    await page.goto('/tea');
    await page.click('#tea-tieguanyin button');
    await page.locator('#basket li').waitFor();
    await eyes.look(page, '24-basket-zh');
    const { phone } = await phoneOf(t, shop, '华');
    const code = await phone.createBindCode({ target: 'web' });
    await page.goto('/bind');
    await page.locator('.tabs button').nth(1).click();
    await page.fill('#typed-code', code.bindCode);
    await page.click('#redeem');
    await page.locator('#merge').waitFor();
    await eyes.look(page, '25-has-ordered-zh');
    await page.click('#merge');
    await page.locator('#join').waitFor();
    await eyes.look(page, '26-join-zh');
    await page.click('#join');
    const shown = await text(page, '#shown-number');
    await phone.confirmBinding({ bindingId: code.bindingId, number: shown.trim() });
    await page.locator('#done').waitFor();
    await eyes.look(page, '27-done-zh');

    // What the person chose stays, whatever the system says.
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.click('#theme');
    await page.locator('html[data-theme=light]').waitFor();
    await page.click('#language');
    await page.locator('html[lang=en]').waitFor();
    await page.screenshot({ path: `${eyes.pictures}28-light-because-one-wants-it.png` });
  },
};
