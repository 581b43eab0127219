// hufu/next: the page behind the link of a mail, which spends nothing; and what pages read of what the routes tell them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { zhCN } from '../dist/zh-CN.js';
import { hostilePayloads } from './support/hostile.js';
import { authRoutes, Browser, toldBy } from './support/next.js';

const offline = authRoutes({ baseUrl: 'https://project.example', backend: 'gotrue', fetch: () => assert.fail('nobody is to be asked') });
const link = '/auth/confirm?token_hash=0123abcd&type=recovery&next=%2Forders';

const opened = async (path, headers = {}) => {
  const response = await offline.GET(new Browser().request(path, { headers }));
  return { response, html: await response.text() };
};

test('a link that is opened shows one button, sets nothing, and asks nobody', async () => {
  const { response, html } = await opened(link, { host: 'shop.example' });
  assert.equal(response.status, 200);
  assert.deepEqual(response.headers.getSetCookie(), []);
  assert.equal([...html.matchAll(/<button/g)].length, 1);
  assert.match(html, /<form method="post" action="\/auth\/confirm">/);
  const fields = Object.fromEntries([...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]));
  assert.deepEqual(fields, { token_hash: '0123abcd', type: 'recovery', next: '/orders' });
  assert.match(html, /<p class="site">shop\.example<\/p>/);
});

test('no script, nothing of another site, nothing kept: its headers', async () => {
  const { response, html } = await opened(link);
  assert.match(response.headers.get('cache-control'), /no-store/);
  assert.equal(response.headers.get('referrer-policy'), 'strict-origin');
  assert.equal(response.headers.get('vary'), 'Accept-Language');
  assert.equal(response.headers.get('cross-origin-opener-policy'), null);
  const safe = await opened(link, { 'x-forwarded-proto': 'https' });
  assert.equal(safe.response.headers.get('cross-origin-opener-policy'), 'same-origin');
  const [, style] = /<style>([^]*)<\/style>/.exec(html);
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  assert.equal(response.headers.get('content-security-policy'), policy);
  assert.doesNotMatch(html, /<script|https?:|@import|url\(/);
});

test('in the language of who opens it, and for what the mail is about', async () => {
  for (const [wish, type, title, button] of [
    ['en-GB', 'signup', 'Confirm your address', 'Confirm'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'signup', '验证邮箱', '确认邮箱'],
    ['zh-HK, en;q=0.5', 'invite', 'You have been invited', 'Accept the invitation'],
    ['zh', 'recovery', '设置新密码', '继续'],
    ['', 'email_change', 'Confirm your new address', 'Change it'],
    ['zh', 'magiclink', '登录', '登录'],
    ['', 'email', 'Sign in', 'Sign in'],
    ['', '__proto__', 'Sign in', 'Sign in'],
  ]) {
    const { response, html } = await opened(`/auth/confirm?token_hash=a&type=${type}`, { 'accept-language': wish });
    assert.match(html, new RegExp(`<html lang="${response.headers.get('content-language')}">`));
    assert.ok(html.includes(`<title>${title}</title>`) && html.includes(`<h1>${title}</h1>`), html);
    assert.ok(html.includes(`<button>${button}</button>`), html);
  }
});

test('whatever an address holds is text on that page, and next is of this site', async () => {
  const hostile = `"><script>alert(1)</script>&'`;
  const query = new URLSearchParams({ token_hash: hostile, type: hostile, next: hostile });
  const { html } = await opened(`/auth/confirm?${query}`, { 'x-forwarded-host': 'a<b>' });
  assert.doesNotMatch(html, /<script|<b>/);
  assert.ok(html.includes('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;"'));
  for (const payload of hostilePayloads) {
    const page = await opened(`/auth/confirm?${new URLSearchParams({ token_hash: 'a', next: payload })}`);
    const [, next] = /name="next" value="([^"]*)"/.exec(page.html);
    assert.equal(new URL(next.replaceAll('&amp;', '&'), 'https://site.test').origin, 'https://site.test', JSON.stringify(payload));
  }
});

test('next may be the whole address of a page of this site, as templates of mails know it; the callback is none', async () => {
  for (const [next, kept] of [
    ['http://site.test/orders?a=1', '/orders?a=1'],
    ['http://site.test/auth/callback', ''],
    ['/auth/callback', ''],
    ['http://site.test.elsewhere.example/orders', ''],
    ['http://site.test//elsewhere.example', ''],
  ]) {
    const { html } = await opened(`/auth/confirm?${new URLSearchParams({ token_hash: 'a', next })}`);
    assert.equal(/name="next" value="([^"]*)"/.exec(html)[1], kept, next);
  }
});

test('a link without a token is one that the server has sent back: what it says is told', async () => {
  for (const [query, told] of [
    ['', '/sign-in?error=credential_invalid'],
    ['error=access_denied&error_code=signup_disabled&error_description=No+way&next=%2Fa', '/sign-in?error=sign_ups_off&reason=No+way&next=%2Fa'],
    ['message=Confirmation+link+accepted', '/account?notice=confirm_other_address'],
  ]) {
    for (const path of ['confirm', 'callback']) {
      const { response } = await opened(`/auth/${path}?${query}`);
      assert.deepEqual([response.status, response.headers.get('location')], [303, told]);
    }
  }
});

test('another site cannot press the button', async () => {
  const post = (headers) => offline.POST(new Browser().post('/auth/confirm', { token_hash: 'a', type: 'email' }, headers));
  assert.equal((await post({ origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' })).status, 403);
});

// ---- what a page is told ----------------------------------------------------------------------------

test('a page reads what it was told, in its language', () => {
  const address = '?error=rate_limited&reason=After%2057%20seconds.&email=a%40b.c&type=signup&next=%2Forders';
  const nothing = { error: null, notice: null, message: '', reason: '', email: '', phone: '', type: '', next: '' };
  const told = { ...nothing, error: 'rate_limited', reason: 'After 57 seconds.', email: 'a@b.c', type: 'signup', next: '/orders' };
  const parameters = new URLSearchParams(address);
  assert.deepEqual(toldBy(parameters), { ...told, message: 'Too many requests. Wait a while, then try again.' });
  assert.deepEqual(toldBy(Object.fromEntries(parameters), zhCN), { ...told, message: zhCN.errors.rate_limited });
  assert.equal(toldBy({ notice: 'code_sent' }).message, 'We have sent you a code. It works once, and only for a while.');
  assert.equal(toldBy({ notice: ['code_sent', 'x'] }, zhCN).message, '验证码已发送，只能使用一次，请尽快输入。');
  assert.deepEqual(toldBy({}), nothing);
});

test('anyone can write an address: unknown codes say nothing, texts are one short line, next stays here', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'NETWORK', '']) {
    const { error, notice, message } = toldBy({ error: name, notice: name });
    assert.deepEqual([error, notice, message], [null, null, '']);
  }
  const { reason } = toldBy({ reason: `a\n\u0007 b${'c'.repeat(1_000)}` });
  assert.match(reason, /^a bc+$/);
  assert.equal(reason.length, 320);
  for (const payload of hostilePayloads) {
    assert.equal(new URL(toldBy({ next: payload }).next, 'https://site.test').origin, 'https://site.test');
  }
});
