// Unchanged supabase-wechat-stable-v2, MemFire's client for mini-programs, on a fake wx; and the story
// of document 001 with both halves of one person.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, beforeEach, test } from 'node:test';

import { scan } from '../support/browser.js';
import { startServerIn } from '../../support/server.js';
import { anonKey, browserClient } from '../support/supabase.js';
import { fakeWx } from '../support/memory_wx.js';

const { createClient } = createRequire(import.meta.url)('supabase-wechat-stable-v2');
const server = await startServerIn({ NEXT_PUBLIC_SUPABASE_ANON_KEY: anonKey }, { after });
const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

beforeEach(() => {
  globalThis.wx = fakeWx();
  return server.reset();
});

function miniProgram() {
  return createClient(server.url, anonKey, { auth: { autoRefreshToken: false } });
}

function good({ data, error }) {
  assert.equal(error, null);
  return data;
}

async function scannedBy(name) {
  const web = browserClient(server.url);
  const { url } = good(await web.auth.signInWithOAuth({
    provider: 'wechat_qr',
    options: { redirectTo: 'http://localhost:3000/private', skipBrowserRedirect: true } }));
  const code = new URL(await scan(url, name)).searchParams.get('code');
  good(await web.auth.exchangeCodeForSession(code));
  return web;
}

test('signs in with the code of wx.login', async () => {
  const { personId, openid, unionid } = await server.person();
  const mini = miniProgram();
  const { user, session } = good(await mini.auth.signInWithWechat({ code: await server.loginCode(personId) }));
  assert.equal(user.wechat_id, openid);
  assert.equal(user.wechat_unionid, unionid);
  assert.equal(user.app_metadata.provider, 'wechat_mini');
  assert.ok(session.access_token);
  assert.equal(good(await mini.auth.getUser()).user.id, user.id);
});

test('a code is good for one sign-in', async () => {
  const { personId } = await server.person();
  const code = await server.loginCode(personId);
  good(await miniProgram().auth.signInWithWechat({ code }));
  const { error } = await miniProgram().auth.signInWithWechat({ code });
  assert.equal(error.status, 400);
});

test('the session outlives the mini-program, is refreshed and ends', async () => {
  const { personId } = await server.person();
  const { user } = good(await miniProgram().auth.signInWithWechat({ code: await server.loginCode(personId) }));
  const again = miniProgram();
  assert.equal(good(await again.auth.getSession()).session.user.id, user.id);
  good(await again.auth.refreshSession());
  assert.equal(good(await again.auth.getUser()).user.id, user.id);
  assert.equal((await again.auth.signOut()).error, null);
  assert.equal(good(await miniProgram().auth.getSession()).session, null);
});

test('binds the phone number of the button', async () => {
  const { personId } = await server.person({ phoneNumber: '13800138000' });
  const mini = miniProgram();
  good(await mini.auth.signInWithWechat({ code: await server.loginCode(personId) }));
  const { code } = await server.control('POST', '/wechat/phone-codes', { personId });
  assert.equal(good(await mini.auth.wechatBindPhone({ code })).user.phone, '8613800138000');
});

test('binds WeChat to an account with e-mail and password', async () => {
  const { personId, openid } = await server.person();
  const mini = miniProgram();
  const { user } = good(await mini.auth.signUp(credentials));
  const bound = good(await mini.auth.wechatBindAccount({ code: await server.loginCode(personId) })).user;
  assert.equal(bound.id, user.id);
  assert.equal(bound.wechat_id, openid);
  assert.equal(good(await mini.auth.getUser()).user.wechat_id, openid);
  good(await mini.auth.refreshSession());
  const later = miniProgram();
  assert.equal(good(await later.auth.signInWithWechat({ code: await server.loginCode(personId) })).user.id, user.id);
});

test('WeChat of somebody else is not bound', async () => {
  const { personId } = await server.person();
  good(await miniProgram().auth.signInWithWechat({ code: await server.loginCode(personId) }));
  const mini = miniProgram();
  good(await mini.auth.signUp(credentials));
  const { error } = await mini.auth.wechatBindAccount({ code: await server.loginCode(personId) });
  assert.equal(error.status, 422);
});

test('draws a mini-program code, another for another scene', async () => {
  const mini = miniProgram();
  const draw = async (scene) => good(await mini.auth.getUnlimitedQRCode({ page: 'pages/index/index', scene })).imgBase64;
  const first = await draw('a=1');
  assert.equal(Buffer.from(first, 'base64').subarray(0, 3).toString('hex'), 'ffd8ff', 'a JPEG, as WeChat gives it');
  assert.notEqual(await draw('a=2'), first);
  const { error } = await mini.auth.getUnlimitedQRCode({ page: '/pages/index/index', scene: 'a=1' });
  assert.equal(error.status, 400);
});

test('the document: by QR on the web and by wx.login in the mini-program, one person', async () => {
  const { personId } = await server.person({ nickname: '小明' });
  const web = await scannedBy('小明');
  const mini = miniProgram();
  const { user } = good(await mini.auth.signInWithWechat({ code: await server.loginCode(personId) }));
  const seen = good(await web.auth.getUser()).user;
  assert.equal(seen.id, user.id);
  assert.equal(seen.user_metadata.full_name, '小明');
  assert.deepEqual(seen.app_metadata.providers, ['wechat_qr', 'wechat_mini']);
  // What one half writes the other reads.
  good(await mini.auth.updateUser({ data: { full_name: '明' } }));
  assert.equal(good(await web.auth.getUser()).user.user_metadata.full_name, '明');
  good(await web.auth.refreshSession());
});

test('without a common Open Platform account the halves are joined by bind_account', async () => {
  const { personId } = await server.person({ nickname: '小红', unionid: null });
  const web = await scannedBy('小红');
  const { id } = good(await web.auth.getUser()).user;
  good(await web.auth.updateUser(credentials));
  // In the mini-program the person signs in to the same account and adds this phone's WeChat.
  const mini = miniProgram();
  assert.equal(good(await mini.auth.signInWithPassword(credentials)).user.id, id);
  good(await mini.auth.wechatBindAccount({ code: await server.loginCode(personId) }));
  const { user } = good(await miniProgram().auth.signInWithWechat({ code: await server.loginCode(personId) }));
  assert.equal(user.id, id);
  assert.deepEqual(user.app_metadata.providers, ['wechat_qr', 'email', 'wechat_mini']);
});

test('the unified backend knows the same person', async () => {
  const { personId } = await server.person();
  const { user } = good(await miniProgram().auth.signInWithWechat({ code: await server.loginCode(personId) }));
  const response = await fetch(`${server.url}/api/wechat/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Platform': 'miniprogram' },
    body: JSON.stringify({ code: await server.loginCode(personId) }),
  });
  assert.equal((await response.json()).user.id, user.id);
});
