// hufu/next: what leads over a mail or a message, against the mock server: confirmation, codes, forgotten passwords, changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noServer } from '../../tests/support/server.js';
import { Browser, createServerClient, toldBy } from './support/next.js';
import { credentials, key, openSite, signedUp } from './support/next_site.js';

const needsServer = { skip: noServer };
const { email, password } = credentials;
const siteUrl = 'http://localhost:3000'; // in the server's list of addresses
const origin = { origin: siteUrl };

/** A site whose server sends mails: with links to the page `confirm`, or as they are. */
async function openMailSite(t, { template = 'confirm-page', ...oddities } = {}, more) {
  const site = await openSite(t, { siteUrl, ...more });
  await site.server.control('PUT', '/oddities', { emailConfirmation: true, mailTemplate: template, sendInterval: 0, ...oddities });
  const post = async (action, fields, browser = site.browser) =>
    browser.take(await site.routes.POST(browser.post(`/auth/${action}`, fields, origin))).headers.get('location');
  const get = async (path, browser = site.browser) => browser.take(await site.routes.GET(browser.request(path)));
  const mail = async (to = email) => (await site.server.control('GET', `/inbox?to=${encodeURIComponent(to)}`)).messages[0];
  const state = async (browser = site.browser) => (await createServerClient(browser.readable, site.options).session()).unverified.state;
  return { ...site, post, get, mail, state };
}

/** Presses the button behind a link. */
async function press({ get, post }, link, browser = new Browser()) {
  const { pathname, search } = new URL(link);
  assert.equal(pathname, '/auth/confirm');
  const html = await (await get(pathname + search, browser)).text();
  const fields = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]);
  return { location: await post('confirm', Object.fromEntries(fields), browser), browser };
}

/** Follows the link of a mail as it is: the server spends it and sends the browser back. */
async function follow(link) {
  const response = await fetch(link, { redirect: 'manual' });
  const { pathname, search, hash } = new URL(response.headers.get('location'));
  assert.equal(hash.includes('access_token'), false);
  return { callback: pathname + search };
}

const toldAt = (location) => toldBy(new URL(location, siteUrl).searchParams);

test('registered, confirmed in another browser by the button; a scanner has opened the link before', needsServer, async (t) => {
  const site = await openMailSite(t);
  assert.equal(await site.post('sign-up', { ...credentials, 'data.nickname': '小明', next: '/orders' }), '/sign-in?notice=confirm_email&email=ada%40example.com&next=%2Forders');
  assert.equal(await site.state(), 'signed_out');
  const { link } = await site.mail();
  const { pathname, search } = new URL(link);
  for (let i = 0; i < 5; ++i) {
    const scanned = await site.get(pathname + search, new Browser());
    assert.deepEqual([scanned.status, scanned.headers.getSetCookie()], [200, []]);
  }
  const { location, browser } = await press(site, link);
  assert.equal(location, '/');
  assert.equal(await site.state(browser), 'signed_in');
  assert.equal((await createServerClient(browser.readable, site.options).fetchAccount()).userMetadata.nickname, '小明');

  const again = await press(site, link);
  const told = toldAt(again.location);
  assert.deepEqual([told.error, await site.state(again.browser)], ['credential_invalid', 'signed_out']);
  assert.match(told.reason, /expired|invalid/);
  assert.equal((await press(site, link, browser)).location.split('?')[0], '/sign-in');
  assert.equal(await site.state(browser), 'signed_in', 'opened twice: the session is kept');
});

test('confirmed in the same browser: on to the page that was asked for', needsServer, async (t) => {
  const site = await openMailSite(t);
  await site.post('sign-up', { ...credentials, next: '/orders' });
  assert.equal((await press(site, (await site.mail()).link, site.browser)).location, '/orders');
  assert.deepEqual([...site.browser.values.keys()].filter((name) => name.includes('-next-')), []);
});

test('by the link as the server sends it: back with a code, to the page that was asked for', needsServer, async (t) => {
  const site = await openMailSite(t, { template: 'plain' });
  await site.post('sign-up', { ...credentials, next: '/orders' });
  const { callback } = await follow((await site.mail()).link);
  assert.equal((await site.get(callback)).headers.get('location'), '/orders');
  assert.equal(await site.state(), 'signed_in');
  assert.deepEqual([...site.browser.values.keys()].filter((name) => !name.startsWith(`${key}.`) && name !== key), []);
});

test('a link that is opened in another browser than the one that began says so, and the code stays good', needsServer, async (t) => {
  const site = await openMailSite(t, { template: 'plain' });
  await site.post('forgot', { email });
  await site.post('sign-up', credentials);
  const { callback } = await follow((await site.mail()).link);
  const before = await site.server.count('POST /auth/v1/token');
  const other = new Browser();
  const there = toldAt((await site.get(callback, other)).headers.get('location'));
  assert.equal(there.error, 'begun_elsewhere');
  assert.match(there.message, /browser/);
  assert.equal(await site.server.count('POST /auth/v1/token'), before, 'nobody was asked');
  assert.equal((await site.get(callback)).headers.get('location'), '/');
  assert.equal(await site.state(), 'signed_in');

  // The other one has begun something itself.
  await site.post('sign-out', {});
  await site.post('otp', { email }, other);
  await site.post('otp', { email });
  const { callback: mine } = await follow((await site.mail()).link);
  assert.equal(toldAt((await site.get(mine, other)).headers.get('location')).error, 'begun_elsewhere');
  assert.equal((await site.get(mine)).headers.get('location'), '/');
});

test('forgotten password: mail, button, another password, signed in by it', needsServer, async (t) => {
  const site = await openMailSite(t);
  await site.post('sign-up', credentials);
  await press(site, (await site.mail()).link);
  const sent = '/forgot?notice=recovery_sent&email=ada%40example.com&next=%2Forders';
  assert.equal(await site.post('forgot', { email, next: '/orders' }), sent);
  assert.equal(await site.post('forgot', { email: 'nobody@example.com', next: '/orders' }), sent.replace('ada', 'nobody'), 'nobody is told who exists');
  assert.equal(await site.mail('nobody@example.com'), undefined);

  const { location } = await press(site, (await site.mail()).link, site.browser);
  assert.equal(location, '/reset?next=%2Forders');
  const weak = await site.post('reset', { password: '1', next: '/orders' });
  const told = toldAt(weak);
  assert.deepEqual([weak.split('?')[0], told.error, told.next], ['/reset', 'weak_password', '/orders']);
  assert.match(told.reason, /6 characters/);
  assert.equal(await site.post('reset', { password: '忘记了😀', next: '/orders' }), '/orders?notice=password_changed');
  await site.post('sign-out', {});
  assert.equal(await site.post('sign-in', { email, password: '忘记了😀' }), '/');
});

test('forgotten password, by the link as the server sends it: to the page for another one', needsServer, async (t) => {
  const site = await openMailSite(t, { template: 'plain' });
  await site.post('sign-up', credentials);
  await site.get((await follow((await site.mail()).link)).callback);
  await site.post('sign-out', {});
  await site.post('forgot', { email, next: '/orders' });
  const { callback } = await follow((await site.mail()).link);
  assert.equal((await site.get(callback)).headers.get('location'), '/reset?next=%2Forders');
  assert.equal(await site.post('reset', { password: 'another one' }), '/?notice=password_changed');
});

test('another password without a session: sign in first, then back to that page', needsServer, async (t) => {
  const site = await openMailSite(t);
  assert.equal(await site.post('reset', { password: 'another one' }), '/sign-in?error=signed_out&next=%2Freset');
  assert.equal(await site.post('update', { email, from: '/settings?tab=2' }), '/sign-in?error=signed_out&next=%2Fsettings%3Ftab%3D2');
});

test('by a code of a mail: a wrong one costs nothing, the right one works once', needsServer, async (t) => {
  const site = await openMailSite(t);
  assert.equal(await site.post('otp', { email, from: '/code', next: '/orders' }), '/code?notice=code_sent&email=ada%40example.com&next=%2Forders');
  const { code } = await site.mail();
  const typed = { email, from: '/code?email=x', next: '/orders' };
  const wrong = toldAt(await site.post('otp', { ...typed, code: code === '000000' ? '000001' : '000000' }));
  assert.deepEqual([wrong.error, wrong.email, wrong.next], ['credential_invalid', email, '/orders']);
  assert.equal(await site.post('otp', { ...typed, code }), '/orders');
  assert.equal(await site.state(), 'signed_in');
  const used = toldAt(await site.post('otp', { ...typed, code }, new Browser()));
  assert.equal(used.error, 'credential_invalid');
  assert.equal(toldAt(await site.post('otp', { email: 'new@example.com', create_user: 'false' })).error, 'user_not_found');
});

test('too soon for another mail: the server says when', needsServer, async (t) => {
  const site = await openMailSite(t, { sendInterval: 60 });
  await site.post('otp', { email });
  const told = toldAt(await site.post('otp', { email }));
  assert.equal(told.error, 'rate_limited');
  assert.match(told.reason, /after \d+ seconds/);
  await site.server.advance(61_000);
  assert.equal(toldAt(await site.post('otp', { email })).notice, 'code_sent');
});

test('a confirmation is sent again', needsServer, async (t) => {
  const site = await openMailSite(t);
  await site.post('sign-up', credentials);
  const { link } = await site.mail();
  assert.equal(await site.post('otp', { email, type: 'signup' }), '/sign-in?notice=code_sent&email=ada%40example.com&type=signup');
  const { link: second, code } = await site.mail();
  assert.notEqual(second, link);
  assert.equal(toldAt((await press(site, link)).location).error, 'credential_invalid', 'only the newest works');
  assert.equal(await site.post('otp', { email, type: 'signup', code }), '/');
});

test('by phone: registered, the code typed, signed in by password', needsServer, async (t) => {
  const site = await openMailSite(t, { phoneSignIns: true });
  const phone = '+8613800138000';
  assert.equal(await site.post('sign-up', { phone, password }), `/sign-in?${new URLSearchParams({ notice: 'code_sent', phone })}`);
  const { code } = await site.mail(phone);
  assert.equal(await site.post('otp', { phone, code }), '/');
  await site.post('sign-out', {});
  assert.equal(await site.post('sign-in', { phone, password }), '/');
  assert.equal((await createServerClient(site.browser.readable, site.options).fetchAccount()).phone, phone.slice(1));
  assert.equal(toldAt(await site.post('otp', { phone: 'no number' })).phone, 'no number');
});

test('another e-mail: both addresses confirm, by the button', needsServer, async (t) => {
  const site = await openMailSite(t, { secureEmailChange: true });
  await site.post('sign-up', credentials);
  await press(site, (await site.mail()).link, site.browser);
  const now = 'countess@example.com';
  assert.equal(await site.post('update', { email: now }), `/account?${new URLSearchParams({ notice: 'email_change_pending', email: now })}`);
  assert.equal((await press(site, (await site.mail(now)).link, site.browser)).location, '/account?notice=confirm_other_address');
  assert.equal((await press(site, (await site.mail(email)).link, site.browser)).location, '/account?notice=account_updated');
  assert.equal((await createServerClient(site.browser.readable, site.options).fetchAccount()).email, now);
});

test('another e-mail, by the links as the server sends them', needsServer, async (t) => {
  const site = await openMailSite(t, { template: 'plain', secureEmailChange: true });
  await site.post('sign-up', credentials);
  await site.get((await follow((await site.mail()).link)).callback);
  const now = 'countess@example.com';
  await site.post('update', { email: now, next: '/settings' });
  const first = await follow((await site.mail(now)).link);
  assert.equal((await site.get(first.callback)).headers.get('location').split('&')[0], '/account?notice=confirm_other_address');
  const second = await follow((await site.mail(email)).link);
  assert.equal((await site.get(second.callback)).headers.get('location'), '/settings');
  assert.equal((await createServerClient(site.browser.readable, site.options).fetchAccount()).email, now);
});

test('name and password are changed at once; where the server wants a code for that, it is asked for', needsServer, async (t) => {
  const site = await openMailSite(t, { emailConfirmation: false });
  assert.equal(await site.post('sign-up', credentials), '/');
  assert.equal(await site.post('update', { 'data.name': 'لافليس 😀', next: '/settings' }), '/settings?notice=account_updated');
  assert.equal((await createServerClient(site.browser.readable, site.options).fetchAccount()).userMetadata.name, 'لافليس 😀');
  await site.server.control('PUT', '/oddities', { reauthentication: 'ten-minutes' });
  await site.server.advance(11 * 60_000);
  const refused = toldAt(await site.post('update', { password: 'another one' }));
  assert.equal(refused.error, 'nonce_required');
  assert.equal(await site.post('otp', { type: 'reauthentication' }), '/account?notice=code_sent&type=reauthentication');
  const { code } = await site.mail();
  assert.equal(await site.post('update', { password: 'another one', nonce: code }), '/account?notice=password_changed');
});

test('a captcha that the server wants is passed on, whoever drew it', needsServer, async (t) => {
  const site = await openMailSite(t, { emailConfirmation: false, captcha: true });
  assert.equal(toldAt(await site.post('sign-up', credentials)).error, 'captcha_failed');
  assert.equal(await site.post('sign-up', { ...credentials, 'cf-turnstile-response': 'XXXX.DUMMY.TOKEN.XXXX' }), '/');
});

test('what nobody can use is told, and nothing breaks', needsServer, async (t) => {
  const site = await openMailSite(t);
  for (const [action, fields] of [
    ['sign-in', {}], ['sign-in', { email }], ['sign-up', { email: 'no address', password }], ['sign-up', { email, password: 'x'.repeat(73) }],
    ['otp', {}], ['otp', { email: 'no address' }], ['otp', { code: '123456' }], ['otp', { email, code: '123456', type: 'fridge' }],
    ['forgot', {}], ['forgot', { email: '\u202e@' }], ['confirm', {}], ['confirm', { token_hash: 'foreign', type: 'email' }], ['otp', { email, type: 'reauthentication' }],
  ]) {
    const location = await site.post(action, { ...fields, next: '/orders' });
    assert.notEqual(toldAt(location).error, null, `${action} ${JSON.stringify(fields)}: ${location}`);
  }
  assert.deepEqual([...site.browser.values.keys()].filter((name) => name === key), []);
});

test('where no address has to be confirmed, a sign-up leaves nothing behind but its session', needsServer, async (t) => {
  const site = await signedUp(t);
  assert.deepEqual([...site.browser.values.keys()].filter((name) => !name.startsWith(`${key}.`) && name !== key), []);
});
