// What people do in Jade Gate, examples/supabase: they sign up, forget passwords, type codes, change their address, turn a second factor
// on and come in with WeChat; their mails are read in the inbox. Each walk goes on with whom the one before has left.
import assert from 'node:assert/strict';

import { totp } from '../../../wasm/test/support/totp.js';
import { tabTo } from '../../next/support/looks.js';
import { alertOf, desktop, fill, phone, press, signIn, signOut, signUp, statusOf, submit } from './jade_gate.js';

const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'correct horse battery' };

export const walks = {
  'sign-up, confirmed by the link of a mail': async ({ open, look, inbox }) => {
    const page = await open();
    await page.goto('/');
    await page.waitForURL('**/sign-in?next=/account');
    await look(page, '01-sign-in');
    await page.locator('.foot a').click();
    await page.waitForURL('**/sign-up?**');
    await look(page, '02-sign-up');
    await fill(page, { 'data.full_name': ada.name, email: ada.email, password: ada.password });
    await submit(page);
    await statusOf(page).waitFor();
    await look(page, '03-confirm-the-address');

    // The mail, as a person finds it.
    const [mail] = await Promise.all([page.waitForEvent('popup'), page.click('.told a')]);
    await look(mail, '04-inbox');
    await mail.getByRole('link').first().click();
    await look(mail, '05-mail');
    await mail.close();

    // Looking at the page of the link spends nothing.
    const sent = await inbox.last(ada.email, { kind: 'signup' });
    await fetch(sent.link);
    await page.goto(sent.link);
    await look(page, '06-link');
    await page.getByRole('button').last().click();
    await page.waitForURL('**/account');
    await page.locator('#name', { hasText: ada.name }).waitFor();
    await look(page, '07-account');
    await page.fill('[name=name]', 'Ada');
    await page.locator('.card', { has: page.locator('[name=name]') }).getByRole('button').click();
    await page.locator('#name', { hasText: /^Ada$/ }).waitFor();
    await signOut(page);

    // Used once, it is used.
    await press(page, sent);
    await alertOf(page).waitFor();
    await look(page, '08-used-link');
  },

  'a forgotten password': async ({ open, look, inbox }) => {
    const page = await open();
    await signIn(page, ada.email, 'wrong horse battery');
    await alertOf(page).waitFor();
    await look(page, '11-wrong-password');
    assert.equal(await page.inputValue('.card [name=email]'), ada.email);
    await page.click('a[href="/forgot"]');
    await page.waitForURL('**/forgot');
    await fill(page, { email: ada.email });
    await submit(page);
    await statusOf(page).waitFor();
    await look(page, '12-forgot');
    await press(page, await inbox.last(ada.email, { kind: 'recovery' }));
    await page.waitForURL('**/reset**');
    await look(page, '13-reset');
    ada.password = 'staple, and a battery';
    await fill(page, { password: ada.password });
    await submit(page);
    await page.waitForURL('**/account?**');
    await look(page, '14-password-changed');
    await signOut(page);
    await signIn(page, ada.email, ada.password);
    await page.waitForURL('**/account');
  },

  'a code by mail, and its link': async ({ open, look, inbox }) => {
    const page = await open();
    await page.goto('/sign-in');
    await page.locator('.tabs a').nth(1).click();
    await page.waitForURL('**/sign-in?with=code**');
    await look(page, '21-code');
    await fill(page, { email: ada.email });
    await submit(page);
    await page.locator('[name=code]').waitFor();
    const { code, link } = await inbox.last(ada.email, { kind: 'magiclink' });
    await fill(page, { code: code === '123456' ? '654321' : '123456' });
    await submit(page);
    await alertOf(page).waitFor();
    await look(page, '22-wrong-code');
    await fill(page, { code });
    await submit(page);
    await page.waitForURL('**/account');

    // The code was the link's other half: with it the link is gone. Another one, in another browser.
    const other = await open();
    await press(other, { link });
    await alertOf(other).waitFor();
    await other.goto('/sign-in?with=code');
    await fill(other, { email: ada.email });
    await submit(other);
    await other.locator('[name=code]').waitFor();
    await press(other, await inbox.last(ada.email, { kind: 'magiclink' }));
    await other.waitForURL('**/account');
  },

  'another address, by two links': async ({ open, look, inbox }) => {
    const page = await open();
    await signIn(page, ada.email, ada.password);
    await page.waitForURL('**/account');
    const newer = 'lovelace@example.com';
    await page.fill('.card [name=email]', newer);
    await page.locator('.card', { has: page.locator('[name=email]') }).getByRole('button').click();
    await page.locator('#pending', { hasText: newer }).waitFor();
    await look(page, '31-pending-address');
    await press(page, await inbox.last(ada.email, { kind: 'email_change_current' }));
    await statusOf(page).waitFor();
    await look(page, '32-one-of-two');
    await press(page, await inbox.last(newer, { kind: 'email_change_new' }));
    await page.waitForURL('**/account**');
    await page.locator('#email', { hasText: newer }).waitFor();
    assert.equal(await page.locator('#pending').count(), 0);
    ada.email = newer;
  },

  'a second factor': async ({ open, look, url }) => {
    const page = await open();
    await signIn(page, ada.email, ada.password);
    await page.waitForURL('**/account');
    await page.click('#turn-on');
    await page.locator('.qr').waitFor();
    assert.ok(await page.locator('.qr').evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), 'it is a picture');
    await look(page, '41-scan');
    const secret = await page.locator('#secret').innerText();
    await page.fill('[name=code]', totp(secret));
    await page.locator('#enrolling .button').click();
    await page.locator('#is-on').waitFor();
    await look(page, '42-on');
    await signOut(page);

    await signIn(page, ada.email, ada.password);
    await page.waitForURL('**/second-factor');
    await look(page, '43-second-factor');
    await page.goto('/account');
    await page.waitForURL('**/second-factor');
    await fill(page, { code: '000000' });
    await submit(page);
    await alertOf(page).waitFor();
    await look(page, '44-wrong-digits');
    await fill(page, { code: totp(secret, Date.now() + 30_000) });
    await submit(page);
    await page.waitForURL('**/account');
    await page.click('#turn-off');
    await page.locator('#turn-on').waitFor();
    await page.goto(`${url}/second-factor`);
    await page.waitForURL('**/account');
  },

  'with WeChat': async ({ open, look, server }) => {
    await server.person({ nickname: '小明' });
    const page = await open();
    await page.goto('/sign-in');
    await page.click('.wechat');
    await page.getByRole('link', { name: '小明' }).click();
    await page.waitForURL('**/account');
    await page.locator('#name', { hasText: '小明' }).waitFor();
    await look(page, '51-account-by-wechat');
  },

  'in Chinese, on a phone, in the dark': async ({ open, look, inbox }) => {
    const page = await open(phone);
    await page.goto('/sign-in');
    await page.locator('h1', { hasText: '欢迎回来' }).waitFor();
    await look(page, '61-sign-in-zh');
    await page.goto('/sign-in?with=code');
    await fill(page, { email: 'nobody@example' });
    await submit(page);
    await look(page, '62-code-zh');
    const hua = { name: '李华', email: 'lihua@example.com', password: '一匹正确的马' };
    await signUp(page, inbox, hua);
    await look(page, '63-account-zh');
    await page.click('#turn-on');
    await page.locator('.qr').waitFor();
    await look(page, '64-scan-zh');
    await page.getByRole('button', { name: '以后再说' }).click();
    await page.locator('#turn-on').waitFor();
    // What the person chose stays, whatever the system says.
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.click('#theme');
    await page.locator('html[data-theme=light]').waitFor();
    await page.click('#language');
    await page.locator('html[lang=en]').waitFor();
    await look(page, '65-account-as-one-wants-it');
  },

  'with nothing but a keyboard': async ({ open }) => {
    const page = await open();
    const { keyboard } = page;
    await page.goto('/sign-in');
    await tabTo(page, '.tabs a:not([aria-current])');
    await keyboard.press('Enter');
    await page.waitForURL('**/sign-in?with=code**');
    await tabTo(page, '.tabs a:not([aria-current])');
    await keyboard.press('Enter');
    await page.locator('[name=password]').waitFor();
    await tabTo(page, '[name=email]');
    await keyboard.type(ada.email);
    await keyboard.press('Tab');
    await keyboard.type(ada.password);
    await keyboard.press('Enter');
    await page.waitForURL('**/account');
    await tabTo(page, '#sign-out');
    await keyboard.press('Enter');
    await page.waitForURL('**/sign-in');
  },

  'without JavaScript': async ({ open, inbox }) => {
    const page = await open({ ...desktop, javaScriptEnabled: false });
    const grace = { name: 'Grace Hopper', email: 'grace@example.com', password: 'a moth in the relay' };
    await signUp(page, inbox, grace);
    await signOut(page);
    await page.goto('/sign-in?with=code');
    await fill(page, { email: grace.email });
    await submit(page);
    await fill(page, { code: (await inbox.last(grace.email, { kind: 'magiclink' })).code });
    await submit(page);
    await page.waitForURL('**/account');
    assert.equal(await page.locator('#name').innerText(), grace.name);
  },
};
