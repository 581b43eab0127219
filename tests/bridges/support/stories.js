// The three bridges, as one person crosses them; `stage` shows each step. Two accounts are bound with the same kind of code.
import assert from 'node:assert/strict';

import { until } from '../../support/until.js';

/** WeChat gives no name: the person types one. */
async function signsIn(phone, nickname) {
  await phone.sees('signIn');
  await phone.tap('signIn');
  await phone.sees('notJoined');
  phone.app.submit({ nickname });
  await phone.screen.sees(nickname);
}

/** A code on a screen; who scans it types the number that stands beside it. */
export async function onADesk(stage, [nickname]) {
  const page = await stage.screen('desk');
  await page.goto('/sign-in?next=/tea');
  await page.locator('.qr img').waitFor();
  const phone = await stage.phone(nickname);
  await phone.sees('signIn');
  await stage.show('desk-code', { page, phone });

  await phone.scan(page);
  await phone.sees('signInFirst');
  await stage.show('desk-sign-in-first', { page, phone });
  await phone.tap('signIn');
  await phone.sees('what.sign_in');
  await page.locator('#scan-state').waitFor();
  await stage.show('desk-scanned', { page, phone });

  const number = (await page.locator('#device-number').innerText()).trim();
  await phone.type(number);
  await stage.show('desk-number', { page, phone });
  await phone.tap('letIn');
  await phone.sees('isIn');
  await page.waitForURL('**/tea');
  await page.locator('.basket').waitFor();
  await stage.show('desk-in', { page, phone });

  // Somebody sent the picture on: the mini-program says so, and the number is not there to be typed.
  const other = await stage.screen('desk');
  await other.goto('/sign-in');
  await other.locator('.qr img').waitFor();
  await phone.scan(other, 'album');
  await phone.sees('sentAs.picture');
  await other.locator('#new-code').waitFor();
  await stage.show('desk-picture', { page: other, phone });
  await phone.tap('no');
  await other.locator('.error').waitFor();
  await stage.show('desk-declined', { page: other, phone });
  await other.click('#new-code');
  await other.locator('.qr img').waitFor();
}

/** A link on the phone itself; who has agreed comes back with a code. */
export async function onOnePhone(stage, [nickname]) {
  const page = await stage.screen('phone');
  await page.goto('/sign-in?next=/tea');
  await page.click('#begin');
  const url = await page.locator('#open').getAttribute('href');
  const phone = await stage.phone(nickname);
  await signsIn(phone, nickname);
  await stage.show('phone-button', { page, phone });
  await phone.open(url);
  await phone.sees('what.phone_sign_in');
  await stage.show('phone-asked', { page, phone, front: phone });
  await phone.tap('letIn');
  const code = (await phone.sees(/^\d{6}$/)).find((line) => /^\d{6}$/.test(line));
  await page.locator('#return-code').waitFor();
  // A phone may throw the page away while another app is in front: nothing is lost.
  await page.reload();
  await page.locator('#return-code').waitFor();
  await stage.show('phone-code', { page, phone, front: phone });

  await page.fill('#return-code', code === '000000' ? '000001' : '000000');
  await page.click('#enter');
  await page.locator('.error').waitFor();
  await stage.show('phone-wrong-code', { page, phone });
  await page.fill('#return-code', code);
  await page.click('#enter');
  await page.locator('#go-on').waitFor();
  assert.ok((await page.locator('#who').innerText()).includes(nickname));
  await stage.show('phone-go-on', { page, phone });
  await page.click('#go-on');
  await page.waitForURL('**/tea');
  await page.locator('.basket').waitFor();
  await stage.show('phone-in', { page, phone });

  const wechat = await stage.screen('wechat');
  await wechat.goto('/sign-in');
  await wechat.locator('.menu-hint').waitFor();
  await stage.show('wechat', { page: wechat });
}

/** The same code binds two accounts; then the phone shows the number, and the page asks for it. */
export async function bound(stage, [nickname, onTheWeb]) {
  const page = await stage.screen('desk');
  await page.goto('/sign-in?next=/tea');
  await page.fill('[name=name]', onTheWeb);
  await page.fill('[name=email]', `${stage.language}@example.com`);
  await page.click('.fields .button');
  await page.waitForURL('**/tea');
  await page.click('#tea-longjing button');
  await page.locator('.basket li').waitFor();
  const phone = await stage.phone(nickname);
  await phone.sees('signIn');
  await stage.show('bind-web', { page, phone, basket: true });
  await phone.tap('signIn');
  await phone.sees('notJoined');
  await phone.tap('toMenu');
  await phone.sees('emptyBasket');
  await stage.show('bind-phone', { page, phone, basket: true });

  await page.click('.basket a[href="/bind"]');
  await page.click('#make-code');
  await page.locator('.qr img').waitFor();
  phone.app.wx.navigateBack();
  await phone.sees('notJoined');
  await stage.show('bind-code', { page, phone });
  await phone.scan(page);
  await phone.sees('isThisYou');
  await page.locator('#other-half').waitFor();
  await stage.show('bind-preview', { page, phone });
  await phone.tap('yes');
  const number = (await phone.sees(/^\d\d$/)).find((line) => /^\d\d$/.test(line));
  await page.locator('#number').fill(number);
  await stage.show('bind-number', { page, phone });
  await page.click('#confirm');
  await page.locator('#done').waitFor();
  await phone.sees('done');
  await stage.show('bind-done', { page, phone });

  await page.goto('/tea');
  await page.locator('.basket li').waitFor();
  await phone.tap('back');
  await phone.sees('joined');
  await phone.tap('toMenu');
  await phone.sees('fromWeb');
  await stage.show('bind-basket', { page, phone, basket: true });
}

/** A page inside the mini-program is signed in, and no longer than the mini-program is. */
export async function fromInside(stage, [nickname]) {
  const phone = await stage.phone(nickname);
  await signsIn(phone, nickname);
  await stage.show('inside-button', { phone });
  await phone.tap('toShop');
  await until(() => phone.app.page.data.url);
  const inside = await stage.screen('webView');
  const seen = [];
  inside.on('request', (request) => seen.push(`${request.url()} ${request.headers().referer ?? ''}`));
  const { url } = phone.app.page.data;
  await inside.goto(url);
  await inside.waitForURL('**/tea');
  await inside.click('#tea-jasmine button');
  await inside.locator('#basket li').waitFor();
  await stage.show('inside-in', { page: inside, basket: true });
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
  await stage.show('inside-out', { page: inside });
  // What was left opens nothing again.
  const late = await stage.screen('webView');
  await late.goto(url);
  await late.waitForLoadState('networkidle');
  assert.ok(!(await late.context().cookies()).some(({ name }) => name.startsWith('hufu.session')));
}
