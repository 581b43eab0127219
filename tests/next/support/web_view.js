// A mini-program opens a page of the site in its web-view: with a ticket, by the page of hufu/next.
import assert from 'node:assert/strict';

import { openChromium } from './chromium.js';

const userAgent = 'Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50 miniProgram/wx0123456789abcdef';

/** Somebody comes from the mini-program; somebody else opens the same address later. */
export async function walkByWebView({ t, server, site }) {
  const { code } = await server.person();
  const ask = async (path, body, token) => {
    const headers = { 'Content-Type': 'application/json', 'X-Platform': 'miniprogram', ...(token && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = await response.json();
    assert.ok(response.ok, JSON.stringify(answer));
    return answer;
  };
  const { token, user } = await ask('/api/wechat/login', { code: await code() });
  const { url } = await ask('/api/web-view-tickets', { url: `${site.url}/inside?tea=green#last` }, token);
  assert.match(url, new RegExp(`^${site.url}/inside/arrive#ticket=`));

  const { open } = await openChromium(t, site, { values: new Map() });
  const page = await open({ userAgent, locale: 'zh-CN' });
  await page.goto(url);
  await page.waitForURL(`${site.url}/inside?tea=green#last`);
  assert.equal(await page.textContent('#who'), `${user.nickname} in web_view`);

  const other = await open({ userAgent, locale: 'zh-CN' });
  await other.goto(url);
  await other.getByRole('heading', { name: '此链接已失效' }).waitFor();
  assert.deepEqual(await other.context().cookies(), []);
}
