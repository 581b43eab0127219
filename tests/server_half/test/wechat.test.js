// hufu/server/wechat against the fake WeChat of the mock server, and on WeChat's own examples.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { createWechat, WechatError } from '../../../wasm/dist/server.wechat.js';
import { noServer, startServer } from '../../support/server.js';

const needsServer = { skip: noServer };
const app = { appId: 'wx0000000000000001', secret: 'fake-wechat-app-secret-for-tests' };
const routes = {
  session: 'GET /wechat/sns/jscode2session',
  token: 'POST /wechat/cgi-bin/stable_token',
  phone: 'POST /wechat/wxa/business/getuserphonenumber',
  code: 'POST /wechat/wxa/getwxacodeunlimit',
  link: 'POST /wechat/wxa/generate_urllink',
  scheme: 'POST /wechat/wxa/generatescheme',
};

async function open(t, more = {}) {
  const server = await startServer(t);
  const wechat = createWechat({ ...app, baseUrl: `${server.url}/wechat`, ...more });
  return { server, wechat, person: await server.person({ nickname: '小明', phoneNumber: '13800001234' }) };
}

/** What is thrown; fails if nothing is. */
async function errorOf(asked) {
  const error = await asked.then(() => assert.fail('nothing was thrown'), (thrown) => thrown);
  assert.ok(error instanceof WechatError, String(error?.stack));
  return error;
}

test('a code of wx.login: who it is; it is good once', needsServer, async (t) => {
  const { wechat, person } = await open(t);
  const code = await person.code();
  const session = await wechat.code2Session(code);
  assert.match(session.openId, /^o[\w-]{27}$/);
  assert.ok(session.unionId === null || /^o[\w-]{27}$/.test(session.unionId));
  assert.equal(Buffer.from(session.sessionKey, 'base64').length, 16);
  const used = await errorOf(wechat.code2Session(code));
  assert.deepEqual([used.reason, used.errcode, used.status], ['code_invalid', 40163, 400]);
  assert.match(used.detail, /code been used, rid: /);
  const answer = used.response();
  assert.deepEqual([answer.status, answer.headers.get('Cache-Control'), (await answer.json()).error], [400, 'no-store', 'code_invalid']);
  assert.equal((await errorOf(wechat.code2Session('0'.repeat(32)))).errcode, 40029);
});

test('what is no code is not asked for', needsServer, async (t) => {
  const { server, wechat } = await open(t);
  for (const code of [undefined, null, '', 8, ['x'], { $ne: '' }, 'x'.repeat(513)]) {
    assert.equal((await errorOf(wechat.code2Session(code))).reason, 'code_invalid');
    assert.equal((await errorOf(wechat.phoneNumber(code))).reason, 'code_invalid');
  }
  assert.equal(await server.count(routes.session), 0);
});

test('G11: what WeChat has encrypted and signed for this session and app, and nothing else', needsServer, async (t) => {
  const { server, wechat, person } = await open(t);
  const session = await wechat.code2Session(await person.code());
  const data = await person.data();
  const { openId, nickName, watermark } = await session.decrypt(data);
  assert.deepEqual([openId, nickName, watermark.appid], [session.openId, '小明', app.appId]);
  assert.equal(await session.isSigned(data), true);
  assert.equal(await session.isSigned({ ...data, rawData: `${data.rawData} ` }), false);
  for (const signature of ['', data.signature.slice(1), `${data.signature}0`, data.signature.toUpperCase(), undefined]) {
    assert.equal(await session.isSigned({ ...data, signature }), false, signature);
  }
  // The key was kept, and is as good as before.
  const kept = wechat.session({ openId: session.openId, sessionKey: session.sessionKey });
  assert.equal((await kept.decrypt(data)).nickName, '小明');

  const other = await wechat.code2Session(await (await server.person()).code());
  const elsewhere = createWechat({ ...app, appId: 'wx0000000000000009' }).session({ openId, sessionKey: session.sessionKey });
  const half = Buffer.from(data.encryptedData, 'base64').subarray(0, -16).toString('base64');
  for (const [kind, asked] of [
    ['of another session', () => other.decrypt(data)],
    ['of another app', () => elsewhere.decrypt(data)],
    ['half of it', () => session.decrypt({ ...data, encryptedData: half })],
    ['another iv', () => session.decrypt({ ...data, iv: Buffer.alloc(16, 1).toString('base64') })],
    ['no iv', () => session.decrypt({ encryptedData: data.encryptedData })],
    ['no base64', () => session.decrypt({ ...data, encryptedData: '%' })],
    ['nothing', () => session.decrypt({ ...data, encryptedData: '' })],
  ]) {
    const error = await errorOf(asked());
    assert.deepEqual([error.reason, error.status], ['data_invalid', 400], kind);
  }
});

test("WeChat's own examples", async () => {
  const official = createWechat({ appId: 'wx4f4bc4dec97d474b', secret: 'x' });
  const session = official.session({ openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', sessionKey: 'tiihtNczf5v6AKRyjwEUhQ==' });
  const encryptedData =
    'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==';
  const { openId, nickName } = await session.decrypt({ encryptedData, iv: 'r7BXXKkLb8qrSNn05n0qiA==' });
  assert.deepEqual([openId, nickName], [session.openId, 'Band']);
  const signing = official.session({ openId: 'o', sessionKey: 'HyVFkGl5F5OQWJZZaNzBBg==' });
  const rawData =
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
  assert.equal(await signing.isSigned({ rawData, signature: '75e81ceda165f4ffa64f4068af58c64b8f54b88c' }), true);
});

test('a telephone number, of whom it has to be', needsServer, async (t) => {
  const { server, wechat, person } = await open(t);
  const { openId } = await wechat.code2Session(await person.code());
  assert.deepEqual(await wechat.phoneNumber(await person.phoneCode(), { openId }), {
    phoneNumber: '13800001234',
    purePhoneNumber: '13800001234',
    countryCode: '86',
  });
  const other = await server.person();
  assert.equal((await errorOf(wechat.phoneNumber(await other.phoneCode(), { openId }))).reason, 'code_invalid');
  const body = { errcode: 0, phone_info: { phoneNumber: '1', purePhoneNumber: '1', countryCode: 86, watermark: { appid: 'wx0000000000000009' } } };
  await server.control('POST', '/faults', { route: routes.phone, status: 200, body });
  assert.equal((await errorOf(wechat.phoneNumber('c'))).reason, 'unavailable');
});

test('G11: the access token is asked for once in its life, by everybody together', needsServer, async (t) => {
  let now = 0;
  const { server, wechat } = await open(t, { uptime: () => now });
  const tokens = await Promise.all(Array.from({ length: 20 }, () => wechat.accessToken()));
  assert.equal(new Set(tokens).size, 1);
  now += 7200_000 - 60_001;
  assert.equal(await wechat.accessToken(), tokens[0]);
  assert.equal(await server.count(routes.token), 1);
  now += 1;
  await wechat.accessToken();
  assert.equal(await server.count(routes.token), 2, 'a minute before its end');
});

test('G11: a token that WeChat takes no more is renewed once, never by force', needsServer, async (t) => {
  const { server, wechat, person } = await open(t);
  const sent = [];
  const listening = createWechat({
    ...app,
    baseUrl: `${server.url}/wechat`,
    fetch: (url, init) => {
      if (String(url).endsWith('stable_token')) sent.push(JSON.parse(init.body).force_refresh);
      return fetch(url, init);
    },
  });
  const first = await listening.accessToken();
  await server.advance(2 * 3600_000 + 1000); // 42001
  const codes = await Promise.all(Array.from({ length: 10 }, () => person.phoneCode()));
  const numbers = await Promise.all(codes.map((code) => listening.phoneNumber(code)));
  assert.equal(numbers.length, 10);
  assert.deepEqual(sent, [false, false], 'one renewal for ten');
  assert.notEqual(await listening.accessToken(), first);

  await server.control('POST', '/faults', { route: routes.phone, status: 200, times: 2, body: { errcode: 40001, errmsg: 'invalid credential' } });
  const error = await errorOf(wechat.phoneNumber(await person.phoneCode()));
  assert.deepEqual([error.reason, error.status], ['token_refused', 503]);
  assert.equal(await server.count(routes.phone), 22);
  const forced = await listening.accessToken({ force: true });
  assert.equal(await listening.accessToken(), forced);
  assert.deepEqual(sent, [false, false, true]);
});

test('a token that is asked for by force is the last word, for all who force it at once', async () => {
  const asked = [];
  const fetch = (_url, { body }) => new Promise((resolve) => {
    asked.push({ isForced: JSON.parse(body).force_refresh, answer: (token) => resolve(Response.json({ access_token: token, expires_in: 7200 })) });
  });
  const wechat = createWechat({ ...app, fetch });
  const [usual, ...forced] = [wechat.accessToken(), wechat.accessToken({ force: true }), wechat.accessToken({ force: true })];
  assert.deepEqual(asked.map(({ isForced }) => isForced), [false], 'what is under way comes first');
  asked[0].answer('usual');
  assert.equal(await usual, 'usual');
  while (asked.length < 2) await new Promise(setImmediate);
  asked[1].answer('forced');
  assert.deepEqual(await Promise.all(forced), ['forced', 'forced']);
  assert.equal(await wechat.accessToken(), 'forced');
  assert.deepEqual(asked.map(({ isForced }) => isForced), [false, true], 'one of the twenty of a day');
});

for (const [errcode, reason, status, retryAfter] of [
  [-1, 'unavailable', 503, '1'],
  [40226, 'blocked', 403, null],
  [45011, 'rate_limited', 429, '60'],
  [45009, 'rate_limited', 429, '3600'],
  [40013, 'not_set_up', 500, null],
  [40125, 'not_set_up', 500, null],
  [40164, 'not_set_up', 500, null],
  [48004, 'not_set_up', 500, null],
  [50002, 'blocked', 403, null],
  [40003, 'refused', 502, null],
  [43101, 'refused', 502, null],
]) {
  test(`errcode ${errcode}: ${reason}`, needsServer, async (t) => {
    const { server, wechat, person } = await open(t);
    await server.control('POST', '/faults', { route: routes.session, status: 200, body: { errcode, errmsg: 'so, rid: 1' } });
    const error = await errorOf(wechat.code2Session(await person.code()));
    assert.deepEqual([error.reason, error.status, error.errcode, error.detail], [reason, status, errcode, 'so, rid: 1']);
    assert.equal(error.response().headers.get('Retry-After'), retryAfter);
  });
}

test('G11: WeChat is away, or answers something else: nobody can tell, and no secret is told', needsServer, async (t) => {
  const { server, wechat, person } = await open(t);
  const code = await person.code();
  const closed = createWechat({ ...app, baseUrl: 'http://127.0.0.1:1/wechat' });
  const loud = createWechat({ ...app, fetch: async (url) => Promise.reject(new TypeError(`cannot reach ${url}`)) });
  const endless = createWechat({ ...app, fetch: async () => Response.json({ openid: 'o', session_key: 'k', more: 'x'.repeat(256 * 1024) }) });
  const errors = [];
  for (const one of [closed, loud, endless]) errors.push(await errorOf(one.code2Session(code)));
  const faults = [
    { status: 502, body: '<html>' }, { status: 200, body: '<html>' }, { status: 200, body: '[]' }, { status: 200, body: '{}' },
    { redirect: 'http://127.0.0.1:1/' }, { reset: true, times: 9 }, { cutAfterBytes: 100, times: 9 },
  ];
  for (const fault of faults) {
    await server.control('DELETE', '/faults');
    await server.control('POST', '/faults', { route: routes.session, ...fault });
    errors.push(await errorOf(wechat.code2Session(code)));
  }
  for (const error of errors) {
    assert.deepEqual([error.reason, error.status], ['unavailable', 503], error.detail);
    for (const hidden of [app.secret, code]) assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(hidden), error.detail);
  }
});

test('G11: what WeChat says of a call cites nothing of it', needsServer, async (t) => {
  const { server, wechat, person } = await open(t);
  const [code, phoneCode, token] = [await person.code(), await person.phoneCode(), await wechat.accessToken()];
  const errmsg = `invalid: ${app.secret} ${code} ${phoneCode} ${token}, rid: 1-2-3`;
  for (const [route, ask] of [[routes.session, () => wechat.code2Session(code)], [routes.phone, () => wechat.phoneNumber(phoneCode)]]) {
    await server.control('POST', '/faults', { route, status: 200, times: 1, body: { errcode: 40013, errmsg } });
    const { detail, stack } = await errorOf(ask());
    assert.match(detail, /^invalid: .*, rid: 1-2-3$/);
    const sent = route === routes.session ? [app.secret, code] : [token, phoneCode];
    for (const hidden of sent) assert.ok(!detail.includes(hidden) && !stack.includes(hidden), detail);
  }
});

test('40001 for the access token itself is a wrong secret, and nothing to try again', needsServer, async (t) => {
  const { server, wechat } = await open(t);
  await server.control('POST', '/faults', { route: routes.token, status: 200, body: { errcode: 40001, errmsg: 'invalid credential' } });
  const error = await errorOf(wechat.phoneNumber('a'.repeat(64)));
  assert.deepEqual([error.reason, error.status, error.errcode], ['not_set_up', 500, 40001]);
  assert.equal(await server.count(routes.token), 1);
});

test('G11: the access token goes to WeChat, wherever a path would lead', needsServer, async (t) => {
  const asked = [];
  const { wechat } = await open(t, { fetch: (url, init) => (asked.push(String(url)), fetch(url, init)) });
  for (const path of ['@127.0.0.1:1/x', '.example.com/', 'wxa/business/x', '', undefined]) await assert.rejects(wechat.post(path, {}), TypeError);
  assert.deepEqual(asked, []);
});

test('G11: neither the secret nor a session_key nor a token is printed', needsServer, async (t) => {
  const { wechat, person } = await open(t);
  const session = await wechat.code2Session(await person.code());
  const token = await wechat.accessToken();
  for (const one of [wechat, session]) {
    const printed = inspect(one, { depth: 9, showHidden: true }) + JSON.stringify(one);
    for (const hidden of [app.secret, session.sessionKey, token]) assert.ok(!printed.includes(hidden), printed);
  }
});

test('what cannot work does not start', () => {
  for (const options of [{ ...app, secret: '' }, { ...app, appId: '' }, { ...app, baseUrl: 'http://api.weixin.qq.com' }]) {
    assert.throws(() => createWechat(options), TypeError);
  }
});

const page = 'pages/launch/launch';
const scene = 'h1sAbCdEfGhIjKlMnOpQrStUv';

test('a mini-program code, as WeChat opens it', needsServer, async (t) => {
  const { server, wechat } = await open(t);
  const code = await wechat.wxacode(scene, { page, envVersion: 'trial', checkPath: false });
  assert.equal(code.type, 'image/jpeg');
  assert.equal(code.dataUrl, `data:image/jpeg;base64,${Buffer.from(code.bytes).toString('base64')}`);
  const { appId, envVersion, options } = await server.control('POST', '/wechat/scan', { picture: code.dataUrl });
  assert.deepEqual([appId, envVersion, options], [app.appId, 'trial', { path: page, query: { scene }, scene: 1047 }]);
  const clear = await wechat.wxacode(scene, { isHyaline: true, width: 1280 });
  assert.deepEqual([clear.type, Buffer.from(clear.bytes.subarray(1, 4)).toString()], ['image/png', 'PNG']);
  assert.equal((await errorOf(wechat.wxacode('x'.repeat(33)))).errcode, 40169);
  const unknown = await errorOf(wechat.wxacode(scene, { page: `/${page}` }));
  assert.deepEqual([unknown.reason, unknown.errcode, unknown.status], ['not_set_up', 41030, 500]);
});

test('a URL Link and a scheme, as a phone opens them', needsServer, async (t) => {
  const { server, wechat } = await open(t);
  const target = { path: page, query: `scene=${scene}`, envVersion: 'develop' };
  for (const [url, how] of [[await wechat.urlLink(target), 1194], [await wechat.urlScheme(target), 1065]]) {
    const opened = await server.control('POST', '/wechat/open', { url });
    assert.deepEqual([opened.options, opened.envVersion], [{ path: page, query: { scene }, scene: how }, 'develop']);
  }
  const short = await wechat.urlLink({ lifeMs: 90_000 });
  await server.advance(91_000);
  await assert.rejects(server.control('POST', '/wechat/open', { url: short }), /opens_nothing/);
  assert.equal((await errorOf(wechat.urlScheme({ lifeMs: 1000 }))).errcode, 85401);
  await server.control('PUT', '/wechat/apps', { ...app, personal: true });
  assert.equal((await errorOf(wechat.urlLink(target))).errcode, 40002);
});

test('G11: a picture is told by its type and its first bytes, and nothing else is one', async () => {
  for (const [type, body, reason] of [
    ['image/jpeg', '{"errcode":40169,"errmsg":"no"}', 'refused'],
    ['image/jpeg', '<html>', 'unavailable'],
    ['image/png', '', 'unavailable'],
    ['application/json', '{"errcode":0,"errmsg":"ok"}', 'unavailable'],
    ['application/json', Uint8Array.of(0xff, 0xd8), 'unavailable'],
    ['image/jpeg', new Uint8Array(4 * 1024 * 1024 + 1).fill(0xff), 'unavailable'],
  ]) {
    const token = () => Response.json({ access_token: 't', expires_in: 7200 });
    const picture = () => new Response(body, { headers: { 'Content-Type': type } });
    const odd = createWechat({ ...app, fetch: async (url) => (String(url).includes('stable_token') ? token() : picture()) });
    assert.equal((await errorOf(odd.wxacode(scene))).reason, reason, `${type} ${body.slice(0, 9)}`);
  }
});

test('G11: codes and links renew the token once, and what WeChat says cites no scene', needsServer, async (t) => {
  const { server, wechat } = await open(t);
  const target = { query: `scene=${scene}` };
  for (const [route, asked] of [
    [routes.code, () => wechat.wxacode(scene)],
    [routes.link, () => wechat.urlLink(target)],
    [routes.scheme, () => wechat.urlScheme(target)],
  ]) {
    for (const errcode of [40001, 42001]) {
      await server.control('POST', '/faults', { route, status: 200, body: { errcode, errmsg: 'no' } });
      await asked();
    }
    await server.control('POST', '/faults', { route, status: 200, times: 2, body: { errcode: 40001, errmsg: 'no' } });
    assert.equal((await errorOf(asked())).reason, 'token_refused');
    assert.equal(await server.count(route), 6, 'twice each');
    const errmsg = `invalid scene=${scene}, or ${scene}`;
    await server.control('POST', '/faults', { route, status: 200, body: { errcode: 40097, errmsg } });
    const { detail } = await errorOf(asked());
    assert.ok(!detail.includes(`scene=${scene}`) && detail.startsWith('invalid'), detail);
  }
});

for (const [errcode, reason, status, retryAfter] of [
  [44990, 'rate_limited', 429, '1'],
  [44993, 'rate_limited', 429, '3600'],
  [85079, 'not_set_up', 500, null],
  [85407, 'not_set_up', 500, null],
]) {
  test(`errcode ${errcode} of a link: ${reason}`, needsServer, async (t) => {
    const { server, wechat } = await open(t);
    await server.control('POST', '/faults', { route: routes.link, status: 200, body: { errcode, errmsg: 'so' } });
    const error = await errorOf(wechat.urlLink());
    assert.deepEqual([error.reason, error.status, error.response().headers.get('Retry-After')], [reason, status, retryAfter]);
  });
}
