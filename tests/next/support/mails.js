// What leads over a mail, in Chromium with its scripts switched off; before a person, a scanner of mail opens every link.
import assert from 'node:assert/strict';

import { openChromium } from './chromium.js';

/** Somebody registers, confirms, forgets the password, signs in by a code, and changes the address. */
export async function walkByMail({ t, server, site }) {
  const email = 'grace@example.com';
  await server.control('PUT', '/oddities', { emailConfirmation: true, mailTemplate: 'confirm-page', secureEmailChange: false, sendInterval: 0 });
  const { open } = await openChromium(t, site, { values: new Map() });
  const page = await open({ javaScriptEnabled: false, locale: 'zh-CN' });

  const submit = async (kind, typed, address = `/forms/${kind}`) => {
    await page.goto(site.url + address);
    for (const [name, value] of Object.entries(typed)) await page.fill(`[name=${name}]`, value);
    await page.click('button');
    const text = async (id) => ((await page.$(id)) ? page.textContent(id) : '');
    return { at: new URL(page.url()).pathname, told: await text('#told'), message: await text('#message'), reason: await text('#reason') };
  };
  const mail = async (to = email) => (await server.control('GET', `/inbox?to=${encodeURIComponent(to)}`)).messages[0];
  const linkOf = async (to) => {
    const { pathname, search } = new URL((await mail(to)).link);
    return site.url + pathname + search;
  };
  const pressed = async (link, button, browser = page) => {
    await browser.goto(link);
    await browser.click(`button:text("${button}")`);
    return new URL(browser.url());
  };
  const who = async () => {
    await page.goto(site.url);
    return page.textContent('#who');
  };

  const registered = await submit('sign-up', { email, password: 'correct horse battery' });
  assert.deepEqual([registered.at, registered.told], ['/forms/sign-up', 'confirm_email']);
  assert.equal(await page.inputValue('[name=email]'), email, 'what was typed stands there again');
  const link = await linkOf();
  for (const method of ['GET', 'HEAD', 'GET']) {
    const scanned = await fetch(link, { method, redirect: 'manual' });
    assert.deepEqual([scanned.status, scanned.headers.getSetCookie()], [200, []]);
  }
  // The mail is read in another browser.
  const elsewhere = await open({ javaScriptEnabled: false });
  assert.equal((await pressed(link, 'Confirm', elsewhere)).pathname, '/');
  assert.match(await elsewhere.textContent('#who'), /^who:[\w-]{8,}$/);
  const again = await pressed(link, 'Confirm', elsewhere);
  assert.equal(again.searchParams.get('error'), 'credential_invalid');
  assert.match(again.searchParams.get('reason'), /expired|invalid/);

  assert.equal((await submit('forgot', { email })).told, 'recovery_sent');
  assert.equal((await pressed(await linkOf(), '继续')).pathname, '/forms/reset');
  const weak = await submit('reset', { password: '1' });
  assert.deepEqual([weak.at, weak.told, weak.reason], ['/forms/reset', 'weak_password', 'Password should be at least 6 characters.']);
  assert.equal((await submit('reset', { password: 'another horse' })).at, '/');
  const id = await who();

  await page.context().clearCookies();
  assert.equal((await submit('sign-in', { email, password: 'correct horse battery' })).told, 'wrong_password');
  assert.equal((await submit('otp', { email })).told, 'code_sent');
  const { code } = await mail();
  assert.equal((await submit('otp', { email, code: code === '123456' ? '123457' : '123456' })).told, 'credential_invalid');
  assert.equal((await submit('otp', { email, code })).at, '/');
  assert.equal(await who(), id);

  const now = 'hopper@example.com';
  assert.equal((await submit('update', { email: now })).told, 'email_change_pending');
  const changed = await pressed(await linkOf(now), '确认更换');
  assert.deepEqual([changed.pathname, changed.searchParams.get('notice')], ['/account', 'account_updated']);
  await server.control('PUT', '/oddities', { emailConfirmation: false, mailTemplate: 'plain', secureEmailChange: true, sendInterval: 60 });
}
