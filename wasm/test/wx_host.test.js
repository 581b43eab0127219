// The host of mini-programs by itself: what it asks `wx` for, and what it makes of what `wx` does.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakeWx, load } from './support/miniprogram.js';

const hufu = load();
const nobody = { code: async () => 'code' };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const signal = () => ({ aborted: false, addEventListener() {}, removeEventListener() {} });
const get = { flow: 'fetch_profile', method: 'GET', url: 'https://x.example/', headers: [], body: '' };
const post = { ...get, flow: 'sign_in_with_wechat', method: 'POST', body: '{}' };
const interrupted = { errno: 600003, errMsg: 'request:fail interrupted' };
const fine = { statusCode: 200, data: '{}', header: { 'X-Tiger': 'Half' } };

/** A `wx` whose requests the test ends; `tasks[i].success(…)`. */
function held() {
  const tasks = [];
  const request = (options) => {
    tasks.push(options);
    return { abort: () => (options.isAborted = true) };
  };
  const wx = fakeWx(nobody, { request });
  return { wx, host: hufu.wxHost(wx), tasks };
}

test('headers come in lower case; the core gets text', async () => {
  const { host, tasks } = held();
  const asked = host.http(post, signal());
  assert.deepEqual(
    [tasks[0].method, tasks[0].data, tasks[0].dataType, tasks[0].responseType, tasks[0].redirect, tasks[0].timeout],
    ['POST', '{}', 'text', 'text', 'manual', 30_000],
  );
  tasks[0].success(fine);
  const { status, headers, body } = await asked;
  assert.deepEqual([status, JSON.stringify(headers), body], [200, '[["x-tiger","Half"]]', '{}']);
});

test('ten at once; who gives up leaves the queue, and a repeated callback frees no second place', async () => {
  const { host, tasks } = held();
  const stop = new AbortController();
  const asked = Array.from({ length: 12 }, (_, i) => host.http(get, i === 10 ? stop.signal : signal()));
  assert.equal(tasks.length, 10);
  stop.abort();
  await assert.rejects(asked[10], { code: 'network', message: /cancelled/ });
  tasks[0].success(fine);
  tasks[0].success(fine);
  tasks[0].fail({ errMsg: 'request:fail' });
  assert.equal(tasks.length, 11);
  await asked[0];
  tasks.slice(1).forEach(({ success }) => success(fine));
  assert.equal((await asked[11]).status, 200);
});

test('one that is given up under way is aborted, and its place is free', async () => {
  const { host, tasks } = held();
  const stop = new AbortController();
  const asked = host.http(get, stop.signal);
  stop.abort();
  await assert.rejects(asked, { code: 'network' });
  assert.equal(tasks[0].isAborted, true);
  const others = Array.from({ length: 10 }, () => host.http(get, signal()));
  assert.equal(tasks.length, 11);
  tasks.slice(1).forEach(({ success }) => success(fine));
  await Promise.all(others);
});

test('what was interrupted is asked again when the mini-program is shown, if it may be asked twice', async () => {
  const { wx, host, tasks } = held();
  wx.hide();
  const asked = host.http(get, signal());
  const renewed = host.http({ ...post, flow: 'refresh' }, signal());
  const signing = assert.rejects(host.http(post, signal()), { code: 'network', message: /background/ });
  const ordered = assert.rejects(host.forward({ url: get.url, method: 'POST' }, [], signal()), { code: 'network' });
  tasks.slice().forEach(({ fail }) => fail(interrupted));
  await Promise.all([signing, ordered]);
  await pause(20);
  assert.equal(tasks.length, 4);
  wx.show();
  assert.equal(tasks.length, 6);
  tasks.slice(4).forEach(({ success }) => success(fine));
  assert.deepEqual([(await asked).status, (await renewed).status], [200, 200]);
});

test('it is asked again three times, then it is told', async () => {
  const { host, tasks } = held();
  const asked = assert.rejects(host.http(get, signal()), { code: 'network', message: /background/ });
  for (let i = 0; i < 4; i += 1) tasks[i].fail(interrupted);
  await asked;
  assert.equal(tasks.length, 4);
});

test('a sleep that is over by the time the mini-program is shown ends then', async () => {
  let now = 1_000;
  const frozen = { setTimeout: () => 0, clearTimeout() {}, Date: { now: () => now } };
  const wx = fakeWx(nobody);
  const host = load({ globals: frozen }).wxHost(wx);
  let isOver = false;
  const slept = host.sleep(60_000, signal()).then(() => (isOver = true));
  now += 30_000;
  wx.show();
  await pause(1);
  assert.equal(isOver, false);
  now += 30_000;
  wx.show();
  await slept;
});

test('wx.login at most four times a second', async () => {
  const wx = fakeWx(nobody);
  const host = hufu.wxHost(wx);
  const given = await Promise.all(Array.from({ length: 5 }, () => host.credential('wechat_code', false, signal())));
  assert.deepEqual(given.map(({ credential }) => credential), Array(5).fill('code'));
  const [first, ...rest] = wx.counts.login;
  // Timers of Node may be a millisecond early.
  rest.forEach((at, i) => assert.ok(at - first >= 290 * (i + 1), `${at - first}`));
});

test('where data are wanted: the login first, then what is encrypted with its key, and only then the next login', async () => {
  const order = [];
  const person = {
    code: async () => (order.push('login'), `code-${order.length}`),
    data: async () => (order.push('data'), { encryptedData: `data-${order.length}`, iv: 'iv' }),
  };
  const host = hufu.wxHost(fakeWx(person));
  const ask = (withData) => host.credential('wechat_code', true, signal(), withData);
  const [first, second] = await Promise.all([ask(true), ask(true)]);
  assert.deepEqual(order, ['login', 'data', 'login', 'data']);
  assert.deepEqual([first.credential, first.encryptedData, first.iv], ['code-1', 'data-2', 'iv']);
  assert.deepEqual([second.credential, second.encryptedData], ['code-3', 'data-4']);
  assert.deepEqual(Object.entries(await ask(false)), [['credential', 'code-5']]);
});

test('data that do not come are named', async () => {
  const person = { code: async () => 'code' };
  for (const [getUserInfo, code, detail] of [
    [undefined, 'unsupported', /wx\.getUserInfo/],
    [({ success }) => success({ userInfo: {} }), 'host_fault', /encryptedData/],
    [({ success }) => success({ encryptedData: 'x' }), 'host_fault', /no iv/],
    [({ fail }) => fail({ errno: 104, errMsg: 'getUserInfo:fail' }), 'declined', /privacy/],
    [({ fail }) => fail({ errMsg: 'getUserInfo:fail auth deny' }), 'declined', /person/],
  ]) {
    const host = hufu.wxHost(fakeWx(person, { getUserInfo }));
    await assert.rejects(host.credential('wechat_code', true, signal(), true), (error) => {
      assert.equal(error.code, code);
      assert.match(error.message, detail);
      return true;
    });
  }
});

test('a login without a code, or one that fails, is told, and does not hold up the next', async () => {
  const answers = [
    ({ success }) => success({ errMsg: 'login:ok' }),
    ({ fail }) => fail({ errMsg: 'login:fail timeout' }),
    ({ success }) => success({ code: 'c' }),
  ];
  const host = hufu.wxHost(fakeWx(nobody, { login: (how) => answers.shift()(how) }));
  await assert.rejects(host.credential('wechat_code', true, signal()), { code: 'host_fault' });
  await assert.rejects(host.credential('wechat_code', true, signal()), { code: 'timeout' });
  assert.equal((await host.credential('wechat_code', true, signal())).credential, 'c');
  await assert.rejects(host.credential('web_token', true, signal()), {
    code: 'unsupported',
    message: /no credential callback configured for web_token/,
  });
});

test('random bytes come from a pool, and none twice', async () => {
  const wx = fakeWx(nobody);
  const host = hufu.wxHost(wx);
  const drawn = await Promise.all(Array.from({ length: 8 }, () => host.random(32)));
  assert.equal(wx.counts.random, 1);
  assert.equal(new Set(drawn.map(String)).size, 8);
  assert.ok(drawn.every((bytes) => bytes.length === 32 && bytes.some((byte) => byte !== 0)));
  assert.equal((await host.random(1000)).length, 1000);
  assert.equal(wx.counts.random, 2);
});

test('without wx.getRandomValues nothing stands in for it', async () => {
  const host = hufu.wxHost(fakeWx(nobody, { getRandomValues: undefined }));
  await assert.rejects(host.random(16), { code: 'unsupported', message: /2\.15/ });
});

test('turning encryption on keeps the session; an old base library refuses it', async () => {
  const wx = fakeWx(nobody);
  await hufu.wxStorage(wx).save('k', 'session');
  wx.getStorage = ((real) => (options) =>
    options.encrypt ? setTimeout(() => options.fail({ errMsg: 'getStorage:fail decrypt error' })) : real(options))(wx.getStorage);
  assert.equal(await hufu.wxStorage(wx, true).load('k'), 'session');
  for (const [SDKVersion, isGood] of [['2.21.2', false], ['2.9.9', false], ['2.21.3', true], ['3.0.0', true]]) {
    wx.getAppBaseInfo = () => ({ SDKVersion });
    const saved = hufu.wxStorage(wx, true).save('k', 's');
    await (isGood ? saved : assert.rejects(saved, { code: 'store_unavailable', message: /2\.21\.3/ }));
  }
  assert.equal(wx.stored.get('encrypted k'), 's');
});

test('what is missing is null: an empty text, as the synchronous form gives, too', async () => {
  const wx = fakeWx(nobody);
  assert.equal(await hufu.wxStorage(wx).load('k'), null);
  wx.getStorage = ({ success }) => success({ data: '' });
  assert.equal(await hufu.wxStorage(wx).load('k'), null);
  wx.getStorage = ({ fail }) => fail({ errMsg: 'getStorage:fail the device is locked' });
  await assert.rejects(hufu.wxStorage(wx).load('k'), { code: 'store_unavailable' });
});

test('what buttons give', () => {
  assert.equal(hufu.phoneCode({ detail: { code: 'abc', errMsg: 'getPhoneNumber:ok' } }), 'abc');
  assert.equal(hufu.chosenAvatar({ detail: { avatarUrl: 'http://tmp/a.png' } }), 'http://tmp/a.png');
  const cases = [
    [{ errMsg: 'getPhoneNumber:fail user deny' }, 'declined', /the phone number/],
    [{ errMsg: 'getPhoneNumber:fail', errno: 1400001 }, 'host_fault', /quota/],
    [{ errMsg: 'getPhoneNumber:fail no permission' }, 'host_fault', /personal or unverified/],
    [{ errMsg: 'getPhoneNumber:fail', errno: 104 }, 'declined', /requirePrivacyAuthorize/],
    [{ errMsg: 'getPhoneNumber:fail', errno: 112 }, 'host_fault', /privacy guide/],
  ];
  for (const [detail, code, why] of cases) {
    assert.throws(
      () => hufu.phoneCode({ detail }),
      (error) => error instanceof hufu.HufuError && error.code === code && why.test(error.detail),
    );
  }
  assert.throws(() => hufu.chosenAvatar({ detail: {} }), { code: 'declined', detail: /a picture/ });
});
