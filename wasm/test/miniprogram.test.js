// miniprogram_dist in a bare context, against the mock server.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { fakeWx, load, shapes } from './support/miniprogram.js';
import { dot } from './support/picture.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

async function signedIn(t, options = {}) {
  const server = await startServer(t);
  const hufu = load(options);
  const person = await server.person();
  const wx = fakeWx(person, options.wx);
  const client = hufu.createClient({ baseUrl: server.url, host: hufu.wxHost(wx, options.host) });
  t.after(() => client.close());
  const session = await client.signInWithWechat({ nickname: '小明 🐯' });
  return { server, hufu, person, wx, client, session };
}

const places = {
  ...Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`instantiate gives ${name}`, { shape }])),
  'promises come by timers': { slow: true },
  'there is no WXWebAssembly': { without: true },
  'neither, and promises come by timers': { without: true, slow: true },
  'the session is encrypted': { host: { encrypt: true } },
  'there is no onAppShow': { wx: { onAppShow: undefined, onAppHide: undefined } },
};

for (const [name, options] of Object.entries(places)) {
  test(`sign in, ask, sign out; ${name}`, needsServer, async (t) => {
    const { server, hufu, wx, client, session } = await signedIn(t, options);
    assert.deepEqual(hufu.asked, options.without ? [] : ['/miniprogram_npm/hufu/core.wasm']);
    assert.equal(session.user.nickname, '小明 🐯');
    assert.deepEqual([...wx.stored.keys()], [`${options.host?.encrypt ? 'encrypted' : 'plain'} hufu.session`]);
    const answer = await client.request({ url: `${server.url}/api/user/profile` });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.data.id, session.user.id);
    assert.match(client.authorize(`${server.url}/x`).Authorization, /^Bearer /);
    assert.equal(client.authorize(`${server.url}/x`)['X-Platform'], 'miniprogram');
    assert.equal((await client.updateProfile({ nickname: '阿达' })).nickname, '阿达');
    await client.signOut();
    assert.deepEqual([...wx.stored.keys()].filter((key) => !key.endsWith('.ended')), []);
    assert.equal((await client.session()).ended.cause, 'sign_out');
    assert.equal(client.authorize(`${server.url}/x`), null);
  });
}

test('a server that wants encrypted data: the sign-in and each unseen renewal', needsServer, async (t) => {
  const server = await startServer(t);
  const hufu = load();
  const wx = fakeWx(await server.person());
  const client = hufu.createClient({ baseUrl: server.url, backend: 'wx_login', silentSignIn: true, host: hufu.wxHost(wx) });
  t.after(() => client.close());
  await client.signInWithWechat();
  const { id } = await client.fetchProfile();
  await server.advance(8 * 24 * 3600_000);
  const answer = await client.request({ url: `${server.url}/users/profile` });
  assert.equal(answer.statusCode, 200);
  assert.equal(String(answer.data.id), id);
  assert.equal(client.state, 'signed_in');
  assert.deepEqual(wx.counts.userInfo, [1, 2], 'each after its login');
});

test('one wx.login for all waiters, ten transfers at once, one refresh for all', needsServer, async (t) => {
  const server = await startServer(t);
  const hufu = load();
  const wx = fakeWx(await server.person());
  const client = hufu.createClient({ baseUrl: server.url, host: hufu.wxHost(wx) });
  t.after(() => client.close());
  await Promise.all([1, 2, 3].map(() => client.signInWithWechat()));
  assert.equal(wx.counts.login.length, 1);
  await server.advance(3 * 3600_000);
  const url = `${server.url}/api/user/profile`;
  const answers = await Promise.all(Array.from({ length: 40 }, () => client.request({ url })));
  assert.ok(answers.every(({ statusCode }) => statusCode === 200));
  assert.equal(await server.count('POST /api/auth/refresh'), 1);
  assert.equal(wx.counts.most, 10);
});

test('the session is there after a restart', needsServer, async (t) => {
  const { server, wx, session } = await signedIn(t);
  const again = load();
  const client = again.createClient({ baseUrl: server.url, host: again.wxHost(wx) });
  t.after(() => client.close());
  assert.equal((await client.session()).user.id, session.user.id);
  assert.equal((await client.fetchProfile()).id, session.user.id);
  assert.equal(wx.counts.login.length, 1);
});

test('the plain core reads what core.wasm has stored', needsServer, async (t) => {
  const { server, wx, session } = await signedIn(t);
  const again = load({ without: true });
  const client = again.createClient({ baseUrl: server.url, host: again.wxHost(wx) });
  t.after(() => client.close());
  assert.equal((await client.fetchProfile()).id, session.user.id);
  assert.deepEqual(again.asked, []);
});

test('a renewal that was cut off in the background is made when it is shown again', needsServer, async (t) => {
  const { server, wx, client, session } = await signedIn(t);
  await server.advance(3 * 3600_000);
  const real = wx.request;
  wx.request = ({ fail }) => setTimeout(() => (wx.hide(), fail({ errno: 600003, errMsg: 'request:fail interrupted' })));
  const asked = client.fetchProfile();
  await new Promise((resolve) => setTimeout(resolve, 50));
  wx.request = real;
  wx.show();
  assert.equal((await asked).id, session.user.id);
  assert.equal(await server.count('POST /api/auth/refresh'), 1);
});

test('the picture of chooseAvatar is uploaded, the code of getPhoneNumber is bound', needsServer, async (t) => {
  const { hufu, person, wx, client } = await signedIn(t);
  const file = join(mkdtempSync(join(tmpdir(), 'hufu-avatar-')), 'a.png');
  writeFileSync(file, dot);
  const profile = await client.uploadAvatar({ file: hufu.chosenAvatar({ detail: { avatarUrl: file } }) });
  assert.match(profile.avatarUrl, /^http/);
  assert.ok(wx.counts.requests.some((request) => request.startsWith('upload ')));
  const code = hufu.phoneCode({ detail: { code: await person.phoneCode(), errMsg: 'getPhoneNumber:ok' } });
  assert.equal((await client.bindPhone({ code })).id, profile.id);
  await assert.rejects(client.bindPhone({ code }), (error) => error instanceof hufu.HufuError);
});

test('what goes wrong has a name', needsServer, async (t) => {
  const { server, hufu, wx, client } = await signedIn(t);
  const url = `${server.url}/api/user/profile`;
  const real = wx.request;
  const cases = [
    [{ errno: 600002, errMsg: 'request:fail url not in domain list:127.0.0.1' }, 'host_fault', /mp\.weixin\.qq\.com/],
    [{ errMsg: 'request:fail timeout' }, 'timeout', /in time/],
    [{ errMsg: 'request:fail 请求超时。' }, 'timeout', /in time/],
    [{ errno: 600003, errMsg: 'request:fail interrupted' }, 'network', /background/],
    [{ errMsg: 'request:fail -109:net::ERR_ADDRESS_UNREACHABLE' }, 'network', /^/],
    [{ errno: 104, errMsg: 'request:fail' }, 'declined', /requirePrivacyAuthorize/],
    [{ errMsg: 'request:fail privacy permission is not authorized' }, 'declined', /requirePrivacyAuthorize/],
    [{ errno: 112, errMsg: 'request:fail' }, 'host_fault', /privacy guide/],
    [undefined, 'network', /^/],
  ];
  for (const [failure, code, detail] of cases) {
    wx.request = ({ fail }) => {
      fail(failure);
      fail(failure); // some phones say it twice
    };
    const outcome = await client.request({ url }).then(() => 'it went well', (error) => error);
    assert.ok(outcome instanceof hufu.HufuError);
    assert.equal(outcome.code, code, failure?.errMsg);
    assert.match(outcome.detail, detail);
  }
  wx.request = () => {
    throw new Error('it broke');
  };
  await assert.rejects(client.fetchProfile(), { code: 'host_fault' });
  wx.request = undefined;
  await assert.rejects(client.fetchProfile(), { code: 'unsupported', detail: /wx\.request/ });
  wx.request = real;
  assert.equal((await client.fetchProfile()).nickname, '小明 🐯');
  await assert.rejects(client.request({ url: 'https://elsewhere.example/' }), { code: 'origin_refused' });
});

for (const [name, setStorage] of Object.entries({
  'is full': ({ fail }) => fail({ errMsg: 'setStorage:fail exceed storage max size 10Mb' }),
  'throws': () => {
    throw new Error('the storage is broken');
  },
  'is not there': undefined,
})) {
  test(`the session goes on when the storage ${name}`, needsServer, async (t) => {
    const server = await startServer(t);
    const hufu = load();
    const wx = fakeWx(await server.person(), { setStorage });
    const client = hufu.createClient({ baseUrl: server.url, host: hufu.wxHost(wx) });
    t.after(() => client.close());
    const events = [];
    client.on(({ kind }) => events.push(kind));
    const { user } = await client.signInWithWechat();
    assert.equal((await client.fetchProfile()).id, user.id);
    assert.ok(events.includes('store_failed'), events.join());
  });
}

test('an answer after close() changes nothing', needsServer, async (t) => {
  const { client, wx } = await signedIn(t);
  let answer = null;
  wx.request = ({ success }) => (answer = () => success({ statusCode: 200, data: '{}', header: {} }));
  const asked = assert.rejects(client.fetchProfile(), { code: 'cancelled' });
  await new Promise((resolve) => setTimeout(resolve, 10));
  client.close();
  await asked;
  answer();
  answer();
  await assert.rejects(client.fetchProfile(), { code: 'cancelled' });
});
