// examples/miniprogram, opened in a bare context and used by tapping, against the mock server.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createClient } from './support/client.js';
import { phone, root, signedIn, webPage } from './support/miniprogram_phone.js';
import { dot } from './support/picture.js';
import { startShop } from './support/shop.js';
import { noServer, startServer, startServerIn } from '../../tests/support/server.js';

const project = fileURLToPath(new URL('../../examples/miniprogram/', import.meta.url));
const needsServer = { skip: noServer };
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

test('the project is whole: every page has its files, both languages all texts, the tool its settings', () => {
  const { pages } = json(join(root, 'app.json'));
  for (const page of pages) for (const kind of ['js', 'json', 'wxml']) assert.ok(existsSync(join(root, `${page}.${kind}`)), page);
  for (const page of pages) json(join(root, `${page}.json`));
  const { miniprogramRoot, setting } = json(join(project, 'project.config.json'));
  assert.equal(miniprogramRoot, 'miniprogram/');
  assert.deepEqual(setting.packNpmRelationList, [{ packageJsonPath: './package.json', miniprogramNpmDistDir: './miniprogram/' }]);
  const theme = json(join(root, 'theme.json'));
  for (const [, value] of Object.entries(json(join(root, 'app.json')).window).filter(([, value]) => value.startsWith('@'))) {
    for (const kind of ['light', 'dark']) assert.ok(theme[kind][value.slice(1)], `${kind} ${value}`);
  }
  const { hufu } = json(join(project, 'package.json')).dependencies;
  assert.equal(hufu, json(fileURLToPath(new URL('../package.json', import.meta.url))).version);

  const keys = (language) => {
    const module = { exports: {} };
    const wx = { getAppBaseInfo: () => ({ language }) };
    new Function('module', 'wx', readFileSync(join(root, 'texts.js'), 'utf8'))(module, wx);
    const { errors, ...texts } = module.exports.texts();
    return [...Object.keys(texts), ...Object.keys(errors)];
  };
  assert.deepEqual(keys('en'), keys('zh_CN'));
});

test('sign in, a name, a picture, a phone number, sign out', needsServer, async (t) => {
  const { server, app, kept } = await signedIn(t);
  app.submit({ nickname: ' 小明 ' });
  await app.sees('小明');
  assert.deepEqual(app.toasts, ['已保存']);

  const file = join(mkdtempSync(join(tmpdir(), 'hufu-example-')), 'a.png');
  writeFileSync(file, dot);
  assert.equal(app.page.data.avatar, '/images/person.svg');
  app.grant('chooseAvatar', { avatarUrl: file });
  await app.sees('小明');
  assert.match(app.page.data.avatar, /^http/);

  app.grant('getPhoneNumber', { errMsg: 'getPhoneNumber:fail user deny' });
  await app.sees('你没有同意，什么都没有改变。');
  const personId = kept.get('mock.person');
  const { code } = await server.control('POST', '/wechat/phone-codes', { personId });
  app.grant('getPhoneNumber', { code, errMsg: 'getPhoneNumber:ok' });
  await app.sees('手机号已绑定');

  app.tap('退出登录');
  await app.sees('微信登录');
});

test('the session is there after a restart, without a further sign-in', needsServer, async (t) => {
  const { server, wx, kept } = await signedIn(t);
  const again = await phone(t, { server, kept, stored: wx.stored });
  await again.app.sees('退出登录');
  assert.equal(await server.count('POST /api/wechat/login'), 1);
});

test('a code of the web is typed, the number is confirmed there', needsServer, async (t) => {
  const { server, app } = await signedIn(t);
  const web = await webPage(t, server);
  app.tap('我有网页上的绑定码');
  await app.sees('扫一扫');
  assert.throws(() => app.tap('下一步'), /disabled/);
  app.type('AAAAA-AAAAA');
  app.tap('下一步');
  await app.sees('绑定码不正确，或者已经过期。');

  const { bindingId, bindCode } = await web.createBindCode({ target: 'wechat' });
  app.type(bindCode);
  app.tap('下一步');
  await app.sees('这是你的网页账号吗？');
  app.tap('是我，绑定');
  const number = (await app.sees(/^\d\d$/)).find((line) => /^\d\d$/.test(line));
  await web.confirmBinding({ bindingId, number });
  await app.sees('绑定完成');
  app.tap('回到我的账号');
  await app.sees('已绑定');
  assert.equal((await web.fetchProfile()).id, app.page.data.profile.id);

  app.tap('解除绑定');
  await app.sees('尚未绑定');
});

test('a code of the web is scanned, and declined', needsServer, async (t) => {
  const { server, app, wx } = await signedIn(t);
  const web = await webPage(t, server);
  wx.scanned = (await web.createBindCode({ target: 'wechat' })).qr;
  app.tap('我有网页上的绑定码');
  await app.sees('扫一扫');
  app.tap('扫一扫');
  await app.sees('这是你的网页账号吗？');
  app.tap('不是我');
  await app.sees('尚未绑定');
});

test('the web takes a code of the phone, which confirms the number', needsServer, async (t) => {
  const { server, app } = await signedIn(t);
  const web = await webPage(t, server);
  app.tap('为网页生成绑定码');
  const bindCode = (await app.sees(/^\w{5}-\w{5}$/)).find((line) => /-/.test(line));
  await app.sees(/^有效时间 (5:00|4:5\d)$/);
  const { bindingId } = await web.redeemBindCode({ bindCode, platform: 'wechat' });
  const { number } = await web.acceptBinding({ bindingId });
  await app.sees('输入网页上显示的两位数字');
  app.type(number === '11' ? '12' : '11');
  app.tap('确认');
  await app.sees('数字不一致，请再看一眼。');
  app.type(number);
  app.tap('确认');
  await app.sees('绑定完成');
  app.tap('回到我的账号');
  await app.sees('已绑定');
});

test('something is ordered, and is in the basket', needsServer, async (t) => {
  const server = await startServer(t);
  const { app } = await signedIn(t, { server, shopUrl: await startShop(t, server) });
  app.tap('去点茶');
  await app.sees('还是空的。');
  app.tap('下单 陈年普洱');
  await app.sees('微信下单');
  app.tap('下单 陈年普洱');
  await app.sees('¥92');
});

for (const how of ['scanned', 'typed']) test(`a page that asks to be signed in is let in, by its code, ${how}, and its number`, needsServer, async (t) => {
  const { server, app, wx } = await signedIn(t);
  let shown;
  const page = createClient({ baseUrl: server.url, platform: 'web', host: { present: (what) => (shown = what) } });
  t.after(() => page.close());
  const isIn = page.signInByScan({ clientName: '符茶' });
  while (!shown) await new Promise((resolve) => setTimeout(resolve, 10));
  wx.scanned = shown.url;
  app.tap('我有网页上的绑定码');
  await app.sees('扫一扫');
  if (how === 'typed') app.type(shown.code);
  app.tap(how === 'typed' ? '下一步' : '扫一扫');
  await app.sees('符茶');
  assert.throws(() => app.tap('允许登录'), /disabled/);
  app.type(shown.number);
  app.tap('允许登录');
  await app.sees('已登录');
  app.tap('回到我的账号');
  await app.sees('退出登录');
  assert.equal((await isIn).user.id, app.page.data.profile.id);
});

test('who has something on both halves is asked, and merges them with the same code', needsServer, async (t) => {
  const serverKey = 'the-key-of-an-application-s-server';
  const { server, app } = await signedIn(t, { server: await startServerIn({ HUFU_SERVER_KEYS: serverKey }, t) });
  const web = await webPage(t, server);
  for (const { id } of [await web.fetchProfile(), app.page.data.profile]) {
    const headers = { Authorization: `Bearer ${serverKey}`, 'Content-Type': 'application/json' };
    const told = await fetch(`${server.url}/api/people/${id}/has-data`, { method: 'POST', headers, body: '{"has_data":true}' });
    assert.equal(told.status, 204);
  }
  const { bindingId, bindCode } = await web.createBindCode({ target: 'wechat' });
  app.tap('我有网页上的绑定码');
  await app.sees('扫一扫');
  app.type(bindCode);
  app.tap('下一步');
  await app.sees('合并账号？');
  app.tap('合并');
  await app.sees('这是你的网页账号吗？');
  app.tap('是我，绑定');
  const number = (await app.sees(/^\d\d$/)).find((line) => /^\d\d$/.test(line));
  await web.confirmBinding({ bindingId, number });
  await app.sees('绑定完成');
});

test('in English, and while the server is out', needsServer, async (t) => {
  const { server, app } = await phone(t, { language: 'en' });
  await app.sees('Two halves, one customer');
  await server.control('POST', '/faults', { route: 'POST /api/wechat/login', status: 503, times: null });
  app.tap('Sign in with WeChat');
  await app.sees('The network is unsteady. Please try again.');
  await server.control('DELETE', '/faults');
  app.tap('Sign in with WeChat');
  await app.sees('Sign out');
});
