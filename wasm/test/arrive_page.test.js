// The page of an arrival in Chromium: as a mini-program's web-view, as WeChat's browser, as any other.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

import { arrivePage } from '../dist/server.unified.js';
import { baseUrl, Tickets } from './support/tickets.js';

const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const skip = !existsSync(executablePath) && 'there is no Chromium';
const phone = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36';
const wechat = `${phone} MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN`;
const inside = `${wechat} miniProgram/wx0123456789abcdef`;

// With an icon of its own: Chromium would ask for one when the site may have closed.
const orders = '<!doctype html><link rel="icon" href="data:,"><title>orders</title><h1>Orders</h1>';

/** A site with a page of orders; `seen` has what every request brought, but for the body of what the page posts. */
async function openSite(t) {
  const tickets = new Tickets();
  const arrive = arrivePage({ baseUrl, fetch: tickets.fetch });
  const seen = [];
  const site = createServer(async (incoming, outgoing) => {
    const { url, method, headers } = incoming;
    seen.push(JSON.stringify([method, url, headers]));
    if (!url.startsWith('/auth/arrive')) return outgoing.writeHead(200, { 'Content-Type': 'text/html' }).end(orders);
    const body = method === 'POST' ? Buffer.concat(await incoming.toArray()) : undefined;
    const response = await arrive(new Request(`http://${headers.host}${url}`, { method, headers, body }));
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), 'Set-Cookie': response.headers.getSetCookie() }).end(await response.text());
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  t.after(() => (site.closeAllConnections(), site.close()));
  const origin = `http://127.0.0.1:${site.address().port}`;
  const addressOf = (ticket, to = '/orders') => `${origin}/auth/arrive#ticket=${ticket}&to=${encodeURIComponent(to)}`;
  return { tickets, seen, origin, addressOf };
}

let browser;
test.after(() => browser?.close());

async function openBrowser(t, userAgent, more = {}) {
  browser ??= await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext({ userAgent, locale: 'zh-CN', ...more });
  t.after(() => context.close());
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && !/status of (410|503)/.test(message.text()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  t.after(() => assert.deepEqual(faults, []));
  const cookies = async () => (await context.cookies()).map(({ name }) => name);
  return { context, page, cookies };
}

test('in a web-view the person is there signed in; the ticket is in no address, history, referrer or header', { skip }, async (t) => {
  const { tickets, seen, origin, addressOf } = await openSite(t);
  const { page, cookies } = await openBrowser(t, inside);
  const ticket = tickets.issue({ origin, path: '/orders?a=1&b=小#last' });
  const addresses = [];
  page.on('framenavigated', (frame) => addresses.push(frame.url()));
  await page.goto('about:blank');
  await page.goto(addressOf(ticket, '/orders?a=1&b=小#last'));
  await page.waitForURL('**/orders?a=1&b=*#last');
  assert.deepEqual([await cookies(), tickets.asked, tickets.isSpent(ticket)], [['hufu.session'], ['redeem'], true]);
  assert.equal(await page.evaluate(() => document.referrer), '');
  assert.ok(seen.some((request) => request.startsWith('["POST","/auth/arrive"')));
  assert.doesNotMatch(seen.join('\n'), new RegExp(ticket));
  // Of what came after the first address, and of what "back" leads to, none has it.
  assert.equal(addresses.filter((url) => url.includes(ticket)).length, 1);
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  assert.deepEqual(entries.map(({ url }) => url.includes('ticket')), entries.map(() => false), JSON.stringify(entries));
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});

test('a browser, and WeChat outside a web-view, ask first; "that is not me" spends nothing', { skip }, async (t) => {
  for (const agent of [phone, wechat]) {
    const { tickets, origin, addressOf } = await openSite(t);
    const { page, cookies } = await openBrowser(t, agent);
    const ticket = tickets.issue({ origin, nickname: '<b>小明</b> $& {other}' });
    await page.goto(addressOf(ticket));
    await page.getByRole('heading', { name: '以“<b>小明</b> $& {other}”的身份继续？' }).waitFor();
    assert.ok(!(await page.locator('#instead').isVisible()));
    assert.equal(new URL(page.url()).hash, '');
    await page.getByRole('button', { name: '不是我' }).click();
    await page.getByRole('heading', { name: '未进行任何操作' }).waitFor();
    assert.deepEqual([await cookies(), tickets.isSpent(ticket)], [[], false]);

    await page.goto('about:blank');
    await page.goto(addressOf(ticket));
    await page.getByRole('button', { name: '继续', exact: true }).click();
    await page.waitForURL('**/orders');
    assert.deepEqual([await cookies(), tickets.isSpent(ticket)], [['hufu.session'], true]);
  }
});

test('login CSRF: with somebody signed in, a ticket of somebody else changes nothing unless they agree', { skip }, async (t) => {
  const { tickets, origin, addressOf } = await openSite(t);
  const { page, context } = await openBrowser(t, inside, { locale: 'en' });
  await page.goto(addressOf(tickets.issue({ origin, id: '1', nickname: 'Ada' })));
  await page.waitForURL('**/orders');
  const before = await context.cookies();
  await page.goto(addressOf(tickets.issue({ origin, id: '666', nickname: 'Mallory' })));
  await page.getByRole('heading', { name: 'Go on as Mallory?' }).waitFor();
  assert.equal(await page.locator('#instead').textContent(), 'Ada, who is signed in here, will no longer be.');
  assert.deepEqual(await context.cookies(), before);
  // From the same mini-program as before nobody is asked.
  await page.goto('about:blank');
  await page.goto(addressOf(tickets.issue({ origin, id: '1', nickname: 'Ada' })));
  await page.waitForURL('**/orders');
});

test('the name above the button is that of the ticket behind it, whichever answer comes first', { skip }, async (t) => {
  const { tickets, origin, addressOf } = await openSite(t);
  const { page } = await openBrowser(t, phone, { locale: 'en' });
  const [first, second] = [tickets.issue({ origin, nickname: 'Ada' }), tickets.issue({ origin, nickname: 'Mallory' })];
  let answerFirst;
  tickets.instead = () => {
    tickets.instead = null;
    return new Promise((resolve) => (answerFirst = () => resolve(Response.json({ userId: '7', nickname: 'Ada', expiresIn: 60 }))));
  };
  await page.goto(addressOf(first));
  await page.goto(addressOf(second));
  const heading = page.getByRole('heading', { name: /^Go on as/ });
  await heading.waitFor();
  const late = page.waitForResponse('**/auth/arrive');
  answerFirst();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  assert.equal(await heading.textContent(), 'Go on as Mallory?');
});

test('what does not work says what to do: used up, no ticket, a backend that is away, no script', { skip }, async (t) => {
  const { tickets, origin, addressOf } = await openSite(t);
  const { page, cookies } = await openBrowser(t, inside, { locale: 'en' });
  for (const address of [`${origin}/auth/arrive`, addressOf(''), addressOf('unknown')]) {
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByRole('heading', { name: 'This link is used up' }).waitFor();
  }
  tickets.instead = () => new Response(null, { status: 503 });
  // The mini-program gives another ticket while the page is still there.
  await page.goto(addressOf(tickets.issue({ origin })));
  await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
  assert.deepEqual(await cookies(), []);
  tickets.instead = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL('**/orders');

  const plain = await openBrowser(t, inside, { locale: 'en', javaScriptEnabled: false });
  await plain.page.goto(addressOf(tickets.issue({ origin })));
  assert.match(await plain.page.locator('main').innerText(), /This page needs JavaScript/);
});

/** A page of another site in the same browser. */
async function openEvil(t, context) {
  const evil = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(orders));
  await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
  t.after(() => (evil.closeAllConnections(), evil.close()));
  const visitor = await context.newPage();
  await visitor.goto(`http://localhost:${evil.address().port}/`);
  return visitor;
}

test('who has opened the page cannot lead it on to another ticket while somebody presses', { skip }, async (t) => {
  const { tickets, origin, addressOf } = await openSite(t);
  const { page, context } = await openBrowser(t, phone, { locale: 'en' });
  await page.close();
  const visitor = await openEvil(t, context);
  const opening = context.waitForEvent('page');
  await visitor.evaluate((url) => void (globalThis.opened = open(url)), addressOf(tickets.issue({ origin, nickname: 'Ada' })));
  const opened = await opening;
  await opened.getByRole('heading', { name: 'Go on as Ada?' }).waitFor();
  const other = addressOf(tickets.issue({ origin, nickname: 'Mallory' }));
  assert.equal(await visitor.evaluate((url) => ((globalThis.opened.location = url), globalThis.opened.closed), other), true);
  assert.equal(await opened.evaluate(() => globalThis.opener), null);
  assert.equal(await opened.getByRole('heading', { name: 'Go on as Ada?' }).count(), 1);
});

test('a page of another site can neither post a ticket nor frame the page', { skip }, async (t) => {
  const { tickets, origin, addressOf } = await openSite(t);
  const { page, cookies, context } = await openBrowser(t, inside);
  const ticket = tickets.issue({ origin });
  const visitor = await openEvil(t, context);
  const body = JSON.stringify({ ticket, to: '/orders', agreed: true });
  const outcomes = await visitor.evaluate(
    async ([url, text]) => {
      const send = (headers, mode) => fetch(url, { method: 'POST', body: text, headers, mode, credentials: 'include' }).then((r) => r.type, () => 'blocked');
      return [await send({ 'Content-Type': 'application/json' }, 'cors'), await send({ 'Content-Type': 'text/plain' }, 'no-cors')];
    },
    [`${origin}/auth/arrive`, body],
  );
  assert.deepEqual(outcomes, ['blocked', 'opaque']);
  await visitor.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    return new Promise((resolve) => (frame.onload = resolve));
  }, addressOf(ticket));
  assert.deepEqual([tickets.asked, tickets.isSpent(ticket), await cookies()], [[], false, []]);
  await page.close();
});
