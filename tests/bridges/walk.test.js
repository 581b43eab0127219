// The three bridges, as one person crosses them: Tally Tea in Chromium (on a desk, on a phone, inside WeChat, inside the mini-program)
// and the mini-program on a drawn phone. Leaves each step as a picture in build/bridges/. WeChat is the mock server's: its picture says
// that it stands in, and carries what the real one would lead to.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { noServer } from '../support/server.js';
import { openShop, pictures, Stage } from './support/stage.js';
import { captions } from './support/captions.js';

const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const has = (path) => existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
const skip =
  noServer ||
  (!existsSync(executablePath) && 'there is no Chromium') ||
  (!['wasm/node_modules', 'examples/nextjs/node_modules'].every(has) && 'npm ci in wasm/ and in examples/nextjs');

const looks = [
  { language: 'en', colorScheme: 'light', names: ['Ada', 'Ada Lovelace'] },
  { language: 'zh-CN', colorScheme: 'dark', names: ['小华', '李华'] },
];

test('the bridges', { skip }, async (t) => {
  rmSync(pictures, { recursive: true, force: true });
  const shop = await openShop(t);
  const { chromium } = await import('../../wasm/node_modules/playwright-core/index.mjs');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  for (const look of looks) {
    await t.test(`${look.language}, ${look.colorScheme}`, async (t) => {
      const stage = await Stage.open(t, browser, shop, look);
      for (const story of [onADesk, onOnePhone, bound, fromInside]) await story(stage, captions[look.language], look.names);
      assert.deepEqual(stage.faults, []);
    });
  }
});

/** A code on a screen; who scans it types the number that stands beside it. */
async function onADesk(stage, say, [nickname]) {
  const page = await stage.screen('desk');
  await page.goto('/sign-in?next=/tea');
  await page.locator('.qr img').waitFor();
  const phone = await stage.phone(nickname);
  await phone.sees('signIn');
  await stage.show('desk-code', say.code, { page, phone });

  await phone.scan(page);
  await phone.sees('signInFirst');
  await stage.show('desk-sign-in-first', say.signInFirst, { page, phone });
  await phone.tap('signIn');
  await phone.sees('what.sign_in');
  await page.locator('#scan-state').waitFor();
  await stage.show('desk-scanned', say.scanned, { page, phone });

  const number = (await page.locator('#device-number').innerText()).trim();
  await phone.type(number);
  await stage.show('desk-number', say.number, { page, phone });
  await phone.tap('letIn');
  await phone.sees('isIn');
  await page.waitForURL('**/tea');
  await page.locator('.basket').waitFor();
  await stage.show('desk-in', say.isIn, { page, phone });

  // Somebody sent the picture on: the mini-program says so, and the number is not there to be typed.
  const other = await stage.screen('desk');
  await other.goto('/sign-in');
  await other.locator('.qr img').waitFor();
  await phone.scan(other, 'album');
  await phone.sees('asPicture');
  await other.locator('#new-code').waitFor();
  await stage.show('desk-picture', say.asPicture, { page: other, phone });
  await phone.tap('no');
  await other.locator('.error').waitFor();
  await stage.show('desk-declined', say.declined, { page: other, phone });
  await other.click('#new-code');
  await other.locator('.qr img').waitFor();
}

/** A link on the phone itself; who has agreed comes back with a code. */
async function onOnePhone(stage, say, [nickname]) {
  const page = await stage.screen('phone');
  await page.goto('/sign-in?next=/tea');
  await page.click('#begin');
  const url = await page.locator('#open').getAttribute('href');
  const phone = await stage.phone(nickname);
  await phone.sees('signIn');
  await phone.tap('signIn');
  await phone.sees('notJoined');
  await phone.app.instance.hufu.updateProfile({ nickname });
  await stage.show('phone-button', say.button, { page, phone, isPhone: true });
  await phone.open(url);
  await phone.sees('what.phone_sign_in');
  await stage.show('phone-asked', say.asked, { page, phone, isPhone: true });
  await phone.tap('letIn');
  const code = (await phone.sees(/^\d{6}$/)).find((line) => /^\d{6}$/.test(line));
  await page.locator('#return-code').waitFor();
  // A phone may throw the page away while another app is in front: nothing is lost.
  await page.reload();
  await page.locator('#return-code').waitFor();
  await stage.show('phone-code', say.returnCode, { page, phone, isPhone: true });

  await page.fill('#return-code', code === '000000' ? '000001' : '000000');
  await page.click('#enter');
  await page.locator('.error').waitFor();
  await stage.show('phone-wrong-code', say.wrongCode, { page, phone, isPhone: true });
  await page.fill('#return-code', code);
  await page.click('#enter');
  await page.locator('#go-on').waitFor();
  assert.ok((await page.locator('#who').innerText()).includes(nickname));
  await stage.show('phone-go-on', say.goOn, { page, phone, isPhone: true });
  await page.click('#go-on');
  await page.waitForURL('**/tea');
  await page.locator('.basket').waitFor();
  await stage.show('phone-in', say.isIn, { page, phone, isPhone: true });

  const wechat = await stage.screen('wechat');
  await wechat.goto('/sign-in');
  await wechat.locator('.menu-hint').waitFor();
  await stage.show('wechat', say.inWechat, { page: wechat, phone, isPhone: true });
}

/** The same code binds two accounts; then the phone shows the number, and the page asks for it. */
async function bound(stage, say, [nickname, onTheWeb]) {
  const page = await stage.screen('desk');
  await page.goto('/sign-in?next=/bind');
  await page.fill('[name=name]', onTheWeb);
  await page.fill('[name=email]', `${stage.language}@example.com`);
  await page.click('.fields .button');
  await page.waitForURL('**/bind');
  const phone = await stage.phone(nickname);
  await phone.sees('signIn');
  await phone.tap('signIn');
  await phone.sees('notJoined');
  await page.click('#make-code');
  await page.locator('.qr img').waitFor();
  await stage.show('bind-code', say.bindCode, { page, phone });
  await phone.scan(page);
  await phone.sees('isThisYou');
  await page.locator('#other-half').waitFor();
  await stage.show('bind-preview', say.bindPreview, { page, phone });
  await phone.tap('yes');
  const number = (await phone.sees(/^\d\d$/)).find((line) => /^\d\d$/.test(line));
  await page.locator('#number').fill(number);
  await stage.show('bind-number', say.bindNumber, { page, phone });
  await page.click('#confirm');
  await page.locator('#done').waitFor();
  await phone.sees('done');
  await stage.show('bind-done', say.bindDone, { page, phone });
}

/** A page inside the mini-program is signed in, and no longer than the mini-program is. */
async function fromInside(stage, say, [nickname]) {
  const phone = await stage.phone(nickname);
  await phone.sees('signIn');
  await phone.tap('signIn');
  await phone.sees('notJoined');
  await stage.show('inside-button', say.insideButton, { phone });
  await phone.tap('toShop');
  while (!phone.app.page.data.url) await new Promise((resolve) => setTimeout(resolve, 10));
  const inside = await stage.screen('webView');
  const seen = [];
  inside.on('request', (request) => seen.push(`${request.url()} ${request.headers().referer ?? ''}`));
  const { url } = phone.app.page.data;
  await inside.goto(url);
  await inside.waitForURL('**/tea');
  await inside.click('#tea-jasmine button');
  await inside.locator('#basket li').waitFor();
  await stage.show('inside-in', say.insideIn, { phone, inside });
  const ticket = new URLSearchParams(new URL(url).hash.slice(1)).get('ticket');
  assert.ok(ticket.length > 16 && seen.length > 3);
  for (const line of seen) assert.ok(!line.includes(ticket), `the ticket is in ${line}`);
  assert.ok(!(await inside.evaluate(() => JSON.stringify([location.href, history.state, performance.getEntriesByType('navigation')]))).includes(ticket));

  phone.app.wx.navigateBack();
  await phone.sees('notJoined');
  await phone.tap('signOut');
  await phone.sees('signIn');
  await inside.reload();
  await inside.locator('#tea-jasmine a').waitFor();
  await stage.show('inside-out', say.insideOut, { phone, inside });
  // What was left opens nothing again.
  const late = await stage.screen('webView');
  await late.goto(url);
  await late.waitForLoadState('networkidle');
  assert.ok(!(await late.context().cookies()).some(({ name }) => name.startsWith('hufu.session')));
}
