// examples/miniprogram where it meets the web: a code on another screen, a link on the same phone, a page in its web-view. WeChat's part
// (what a scanner or a tap opens, and with which options) is the mock server's.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createClient } from './support/client.js';
import { phone, signedIn, webPage } from './support/miniprogram_phone.js';
import { noServer, startServer, startServerIn } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

/** A page without a session; `shown(state)` waits for what it shows in that state. */
function pageOf(t, server) {
  const seen = [];
  let heard = () => {};
  const present = (what) => {
    seen.push(what);
    heard();
  };
  const client = createClient({ baseUrl: server.url, platform: 'web', host: { present } });
  t.after(() => client.close());
  const shown = async (state) => {
    for (;;) {
      const found = seen.find((what) => what.state === state);
      if (found) return found;
      await new Promise((resolve) => (heard = resolve));
    }
  };
  return { client, shown };
}

/** What WeChat opens the mini-program with, when this person scans the code that a page shows. */
async function scans(server, person, { picture, url }, how = 'scan') {
  return server.control('POST', '/wechat/scan', { personId: person.personId, how, ...(picture ? { picture } : { content: url }) });
}

/** Types the number that the page shows; before that a wrong one. */
async function compare(app, number) {
  assert.throws(() => app.tap('允许登录'), /disabled/);
  app.type(number === '11' ? '12' : '11');
  app.tap('允许登录');
  await app.sees('数字不一致，请再看一眼。');
  app.type(number);
  app.tap('允许登录');
}

test('a code of another screen opens it while it is closed and signed out; the number is compared there', needsServer, async (t) => {
  const server = await startServer(t);
  const page = pageOf(t, server);
  const isIn = page.client.signInByScan({ clientName: '符茶' });
  const shown = await page.shown('pending');
  assert.equal(shown.scanKind, 'mini_program_code');
  const person = await server.person({ nickname: '虎子' });
  const { app } = await phone(t, { server, person, entered: await scans(server, person, shown) });
  await app.sees('登录后继续。');
  app.tap('微信登录');
  await app.sees('符茶');
  const read = await app.sees('另一块屏幕');
  assert.ok(!read.some((line) => line.startsWith('这个码是一张图片')), 'it came from a screen');
  await page.shown('scanned');
  await compare(app, shown.number);
  await app.sees('已登录');
  app.tap('回到我的账号');
  await app.sees('退出登录');
  assert.equal((await isIn).user.id, app.page.data.profile.id);
});

test('a picture of the code warns; a second phone is told that it was used', needsServer, async (t) => {
  const { server, app, wx } = await signedIn(t);
  const page = pageOf(t, server);
  void page.client.signInByScan({ clientName: '符茶' }).catch(() => {});
  const shown = await page.shown('pending');
  const entered = await scans(server, wx.person, shown, 'album');
  app.enter(entered);
  await app.sees('这个码是一张图片。是别人发给你的吗？如果是，请不要继续。');
  const other = await signedIn(t, { server });
  other.app.enter(await scans(server, other.wx.person, shown));
  await other.app.sees('这个码已经有人用过了，请换一个新码。');
  other.app.tap('回到我的账号');
  await other.app.sees('退出登录');
  app.tap('不是我');
  await app.sees('退出登录');
});

test('a card in a chat cannot fill in the pages that answer', needsServer, async (t) => {
  const { server, app } = await signedIn(t);
  const page = pageOf(t, server);
  void page.client.signInByScan({ clientName: '符茶' }).catch(() => {});
  const { code } = await page.shown('pending');
  for (const query of [{ code }, {}]) {
    app.enter({ options: { path: 'pages/approve/approve', query, scene: 1007 } });
    await app.sees('退出登录');
  }
  app.enter({ options: { path: 'pages/bind/bind', query: { launched: '1', code }, scene: 1007 } });
  await app.sees('扫一扫');
  assert.equal(app.page.data.typed, '');
});

test('a link that somebody has made of the code warns of a link', needsServer, async (t) => {
  const { server, app, wx } = await signedIn(t);
  const page = pageOf(t, server);
  void page.client.signInByScan({ clientName: '符茶' }).catch(() => {});
  const { options } = await scans(server, wx.person, await page.shown('pending'));
  const plainScheme = 1286;
  app.enter({ options: { ...options, scene: plainScheme } });
  await app.sees('你没有扫描屏幕上的码。是别人给你发了链接或卡片吗？如果是，请不要继续。');
  app.tap('不是我');
  await app.sees('退出登录');
});

test('a link on the same phone: the code that it shows brings the person back', needsServer, async (t) => {
  const { server, app, wx } = await signedIn(t);
  const page = pageOf(t, server);
  const opening = page.client.openMiniProgram({ clientName: '符茶' });
  const { url } = await page.shown('pending');
  app.enter(await server.control('POST', '/wechat/open', { personId: wx.person.personId, url }));
  await app.sees('手机浏览器');
  await app.sees(/^是你自己刚刚在浏览器里点的登录吗？/);
  app.tap('允许登录');
  const code = (await app.sees(/^\d{6}$/)).find((line) => /^\d{6}$/.test(line));
  app.tap('复制验证码');
  assert.equal(app.copied, code);

  const { signIn, state } = await opening;
  assert.equal(state, 'agreed');
  await assert.rejects(page.client.enterReturnCode({ signIn, code: code === '000000' ? '000001' : '000000' }), { code: 'wrong_number' });
  await page.client.enterReturnCode({ signIn, code });
  const { user } = await page.client.finishSignIn({ signIn });
  app.tap('回到我的账号');
  await app.sees('退出登录');
  assert.equal(user.id, app.page.data.profile.id);
});

test('WeChat scans the code of a web account, which is bound by a number', needsServer, async (t) => {
  const { server, app, wx } = await signedIn(t);
  const web = await webPage(t, server);
  const { bindingId, picture } = await web.createBindCode({ target: 'wechat' });
  app.enter(await scans(server, wx.person, { picture }, 'album'));
  await app.sees('这是你的网页账号吗？');
  await app.sees('这个码是一张图片。是别人发给你的吗？如果是，请不要继续。');
  app.tap('是我，绑定');
  const number = (await app.sees(/^\d\d$/)).find((line) => /^\d\d$/.test(line));
  await web.confirmBinding({ bindingId, number });
  await app.sees('绑定完成');
  app.tap('回到我的账号');
  await app.sees('已绑定');
});

test('the button of the mini-program scans, too', needsServer, async (t) => {
  const { server, app, wx } = await signedIn(t);
  const page = pageOf(t, server);
  const isIn = page.client.signInByScan({ clientName: '符茶' });
  const shown = await page.shown('pending');
  const { options } = await scans(server, wx.person, shown);
  wx.scanned = { result: '', path: `${options.path}?scene=${options.query.scene}` };
  app.tap('我有网页上的绑定码');
  await app.sees('扫一扫');
  app.tap('扫一扫');
  await app.sees('另一块屏幕');
  app.type(shown.number);
  app.tap('允许登录');
  await app.sees('已登录');
  await isIn;
});

test('a page in the web-view is signed in by a ticket, which is good once', needsServer, async (t) => {
  const shopUrl = 'https://tea.example.com';
  const { server, app } = await signedIn(t, { server: await startServer(t, '--web-origin', shopUrl), shopUrl });
  const { id } = app.page.data.profile;
  app.tap('打开网页商店');
  while (!app.page.data.url) await new Promise((resolve) => setTimeout(resolve, 10));
  const [view] = app.look().filter(({ tag }) => tag === 'web-view');
  const { origin, pathname, search, hash } = new URL(view.attributes.src);
  assert.deepEqual([origin, pathname, search], [shopUrl, '/auth/arrive', ''], 'nothing of the ticket reaches a server by the address');
  const asked = new URLSearchParams(hash.slice(1));
  assert.equal(asked.get('to'), '/tea');
  const redeem = () =>
    fetch(`${server.url}/api/web-view-tickets/redeem`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Platform': 'web' },
      body: JSON.stringify({ ticket: asked.get('ticket'), origin, path: '/tea' }),
    });
  const session = await redeem();
  assert.equal(session.status, 200);
  assert.equal((await session.json()).user.id, id);
  assert.notEqual((await redeem()).status, 200);
});

test('who has something on both halves is asked also where WeChat has scanned', needsServer, async (t) => {
  const serverKey = 'the-key-of-an-application-s-server';
  const { server, app, wx } = await signedIn(t, { server: await startServerIn({ HUFU_SERVER_KEYS: serverKey }, t) });
  const web = await webPage(t, server);
  for (const { id } of [await web.fetchProfile(), app.page.data.profile]) {
    const headers = { Authorization: `Bearer ${serverKey}`, 'Content-Type': 'application/json' };
    const told = await fetch(`${server.url}/api/people/${id}/has-data`, { method: 'POST', headers, body: '{"has_data":true}' });
    assert.equal(told.status, 204);
  }
  const { picture } = await web.createBindCode({ target: 'wechat' });
  app.enter(await scans(server, wx.person, { picture }));
  await app.sees('合并账号？');
  app.tap('合并');
  await app.sees('这是你的网页账号吗？');
});

test('in English, opened by a code that is nobody’s', needsServer, async (t) => {
  const scene = `h1s${'A'.repeat(22)}`;
  const entered = { options: { path: 'pages/launch/launch', query: { scene }, scene: 1047 } };
  const { app } = await phone(t, { language: 'en', entered });
  await app.sees('Sign in, and it goes on.');
  app.tap('Sign in with WeChat');
  await app.sees('The code is wrong, or it has expired. Ask for a new one.');
});
