// docs/start/nextjs-supabase.md, copied out of it into what create-next-app writes: only the server's address is changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forgedSession, forgedTokens, tokenOf } from '../../support/forged.js';
import { filesOf } from '../../support/pages.js';
import { startServer } from '../../support/server.js';
import { Browser } from '../support/browser.js';
import { hasChromium, openChromium } from '../support/chromium.js';
import { build, freePort, installHufu, prepareOf, start } from '../support/site.js';

const hourMs = 3600_000;
const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

function filesOfPage(server) {
  const files = Object.entries(filesOf('docs/start/nextjs-supabase.md'));
  return Object.fromEntries(files.map(([name, code]) => [name, code.replaceAll('http://127.0.0.1:8787', server.url)]));
}

test('the page, followed', async (t) => {
  const port = await freePort();
  const server = await startServer(t, '--web-origin', `http://127.0.0.1:${port}`);
  installHufu(new URL('../v16', import.meta.url).pathname);
  const folder = prepareOf(filesOfPage(server));
  await build(folder, [], { NODE_ENV: 'production' });
  const site = await start(folder, 'build', [], port, { NODE_ENV: 'production' });
  t.after(site.stop);

  const browser = new Browser(site.url);
  const refused = await browser.fetch('/account');
  assert.equal(refused.status, 302);
  assert.equal(new URL(refused.location, site.url).href, `${site.url}/sign-in?next=%2Faccount`);
  assert.match((await browser.fetch('/sign-in')).text, /action="\/auth\/sign-in"/);
  const wrong = await browser.post('/auth/sign-in', { ...credentials, next: '/account?tab=1' });
  const told = (await browser.fetch(wrong.location)).text;
  assert.match(told, /role="alert"/);
  assert.match(told, /name="next" value="\/account\?tab=1"/);
  const registered = await browser.post('/auth/sign-up', { ...credentials, next: '/account' });
  assert.deepEqual([registered.status, registered.location], [303, '/account']);
  const { text } = await browser.fetch('/account');
  const [, id] = /<h1>([\w-]{8,})/.exec(text);
  assert.deepEqual(JSON.parse((await browser.fetch('/api/orders')).text), { owner: id });
  await refusesForged(t, { server, site, browser, text });
  const wechat = await browser.post('/auth/sign-in', { provider: 'wechat_qr', next: '/account' });
  assert.equal(new URL(wechat.location).origin, server.url);
  assert.doesNotMatch(site.said.text, /Unhandled|⨯/);
  if (process.env.HUFU_TEST_FULL && hasChromium) await signOutInChromium(t, site, browser);
});

test('the page, followed: who develops is shown no error', { skip: !process.env.HUFU_TEST_FULL && 'in --full' }, async (t) => {
  const port = await freePort();
  const server = await startServer(t, '--web-origin', `http://127.0.0.1:${port}`);
  installHufu(new URL('../v16', import.meta.url).pathname);
  const site = await start(prepareOf(filesOfPage(server)), 'dev', [], port, { NODE_ENV: 'development' });
  t.after(site.stop);
  const browser = new Browser(site.url);
  await browser.post('/auth/sign-up', { ...credentials, next: '/account' });
  for (const path of ['/', '/sign-in', '/account', '/api/orders', '/account']) assert.equal((await browser.fetch(path)).status, 200, path);
  assert.doesNotMatch(site.said.text, /Error|⨯/);
});

/** Nobody comes in with a cookie that is made by hand; who is told so is nobody. */
async function refusesForged(t, { server, site, browser, text }) {
  const [key, cookie] = [...browser.values].find(([name]) => name.endsWith('-auth-token'));
  const signUp = async (at, email) => {
    const headers = { apikey: 'anon-key', 'Content-Type': 'application/json' };
    const answer = await fetch(`${at.url}/auth/v1/signup`, { method: 'POST', headers, body: JSON.stringify({ ...credentials, email }) });
    return (await answer.json()).access_token;
  };
  await server.advance(-hourMs);
  const ended = await signUp(server, 'early@example.com');
  await server.advance(hourMs);
  const elsewhere = await signUp(await startServer(t), 'far@example.com');
  for (const [kind, token] of Object.entries(forgedTokens({ good: tokenOf(cookie), elsewhere, ended }))) {
    const visitor = new Browser(site.url);
    visitor.values.set(key, forgedSession(token));
    const { status, location } = await visitor.fetch('/account');
    assert.deepEqual([status, location && new URL(location, site.url).pathname], [302, '/sign-in'], kind);
    assert.equal((await visitor.fetch('/api/orders')).status, 401, kind);
  }
  // What stands beside a good token changes nothing.
  const visitor = new Browser(site.url);
  visitor.values.set(key, forgedSession(tokenOf(cookie)));
  assert.equal(/<h1>.*?<\/h1>/.exec((await visitor.fetch('/account')).text)[0], /<h1>.*?<\/h1>/.exec(text)[0]);
}

/** By the button of the account's page. */
async function signOutInChromium(t, site, browser) {
  const { page } = await openChromium(t, site, browser);
  await page.goto(`${site.url}/account`);
  await page.click('button:has-text("Sign out"):enabled');
  await page.waitForURL(`${site.url}/sign-in`);
  await page.getByLabel('E-mail').waitFor();
  await page.goto(`${site.url}/account`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
}
