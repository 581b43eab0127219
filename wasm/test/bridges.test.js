// From a page to the mini-program and back: hooks of hufu/react, `launch` of each kind of mini-program, the mock server between them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { act } from 'react-test-renderer';

import { useAuth, useMiniProgram, useScan } from '../dist/react.js';
import { arrivePage } from '../dist/server.unified.js';
import { createClient, memoryStore } from './support/client.js';
import { fakeWx, folder, load } from './support/miniprogram.js';
import { Browser } from './support/next.js';
import { render, until } from './support/rendered.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

// Taro and uni-app bundle the package; WXWebAssembly is WeChat's.
globalThis.WXWebAssembly = { instantiate: async (_, imports) => WebAssembly.instantiate(readFileSync(`${folder}/core.wasm`), imports) };

/** Each kind of mini-program, with the client of a person. */
const kinds = {
  'a mini-program': async () => load(),
  'hufu/taro': () => import('hufu/taro'),
  'hufu/uni': () => import('hufu/uni'),
};
const hostOf = (hufu, wx) => (hufu.taroHost ?? hufu.uniHost ?? hufu.wxHost)(wx);

async function phoneOf(t, server, kind = 'a mini-program', wish = { nickname: '小明' }) {
  const hufu = await kinds[kind]();
  if (kind !== 'a mini-program') await hufu.init('/core.wasm');
  const person = await server.person(wish);
  const client = hufu.createClient({ baseUrl: server.url, host: hostOf(hufu, fakeWx(person)) });
  t.after(() => client.close());
  return { client, person };
}

function pageOf(t, server) {
  const client = createClient({ baseUrl: server.url, platform: 'web', host: { store: memoryStore() } });
  t.after(() => client.close());
  return client;
}

/** What `onLaunch` is given when somebody's WeChat has scanned what a page shows. */
const scanned = (server, { picture, url }, { personId }, how = 'scan') =>
  server.control('POST', '/wechat/scan', { personId, ...(picture ? { picture } : { content: url }), how }).then(({ options }) => options);

/** A page that shows a code. */
async function showing(t, server) {
  const client = pageOf(t, server);
  const use = () => ({ ...useScan(), auth: useAuth() });
  const page = await render(t, use, { client });
  await act(async () => void page.now.start({ clientName: 'Tally Tea' }));
  await until(() => page.now.scan !== null);
  return page;
}

for (const kind of Object.keys(kinds)) {
  test(`a code on a page, scanned by ${kind}: a cold start, a sign-in first, the number`, needsServer, async (t) => {
    const server = await startServer(t);
    const page = await showing(t, server);
    assert.deepEqual([page.now.scan.state, page.now.scan.scanKind], ['pending', 'mini_program_code']);
    assert.match(page.now.scan.picture, /^data:image\/\w+;base64,/);

    const { client, person } = await phoneOf(t, server, kind);
    const options = await scanned(server, page.now.scan, person);
    assert.equal(options.scene, 1047);
    const cold = await client.launch({ ...options, referrerInfo: { extraData: { a: [1] } }, shareTicket: undefined });
    assert.deepEqual([cold.needsSignIn, page.now.scan.state], [true, 'pending']);
    await client.signInWithWechat({ nickname: '小明' });
    const launch = await client.launch();
    assert.deepEqual([launch.opened, launch.clientName, launch.numberNeeded, launch.sentAs], ['sign_in', 'Tally Tea', true, '']);
    await until(() => page.now.scan.state === 'scanned');
    assert.equal(page.now.wantsNewCode, true);
    assert.equal((await client.launch(options)).opened, '', 'onShow after onLaunch');

    const wrong = page.now.scan.number === '11' ? '12' : '11';
    await assert.rejects(client.approveScan({ scanId: launch.scanId, number: wrong }), { code: 'wrong_number' });
    assert.equal((await client.approveScan({ scanId: launch.scanId, number: page.now.scan.number })).state, 'approved');
    await until(() => page.now.auth.isSignedIn);
    assert.equal(page.now.auth.user.nickname, '小明');
    assert.deepEqual([page.now.scan, page.now.error], [null, null]);
  });
}

test('a second scanner is told so; the page offers another code, and the first is over', needsServer, async (t) => {
  const server = await startServer(t);
  const page = await showing(t, server);
  const [first, second] = [await phoneOf(t, server), await phoneOf(t, server)];
  for (const { client } of [first, second]) await client.signInWithWechat({});
  const launch = await first.client.launch(await scanned(server, page.now.scan, first.person));
  await assert.rejects(second.client.launch(await scanned(server, page.now.scan, second.person)), { code: 'scan_used' });
  await until(() => page.now.wantsNewCode);
  const { picture, number } = page.now.scan;
  await act(async () => void page.now.again());
  await until(() => page.now.scan !== null && page.now.scan.picture !== picture);
  await assert.rejects(first.client.approveScan({ scanId: launch.scanId, number }), { name: 'HufuError' });
  const again = await second.client.launch(await scanned(server, page.now.scan, second.person));
  assert.equal(again.opened, 'sign_in');
});

test('the component goes: nobody is signed in by its code any more', needsServer, async (t) => {
  const server = await startServer(t);
  const page = await showing(t, server);
  const phone = await phoneOf(t, server);
  await phone.client.signInWithWechat({});
  const options = await scanned(server, page.now.scan, phone.person);
  const closed = await server.count('POST /oauth/device_close');
  await page.unmount();
  await until(async () => (await server.count('POST /oauth/device_close')) > closed);
  await assert.rejects(phone.client.launch(options), { name: 'HufuError' });
});

test('a forwarded picture warns', needsServer, async (t) => {
  const server = await startServer(t);
  const page = await showing(t, server);
  const victim = await phoneOf(t, server);
  await victim.client.signInWithWechat({});
  const launch = await victim.client.launch(await scanned(server, page.now.scan, victim.person, 'album'));
  assert.deepEqual([launch.sentAs, launch.numberNeeded], ['picture', true]);
  await victim.client.denyScan({ scanId: launch.scanId });
  await until(() => page.now.error !== null);
  assert.deepEqual([page.now.error.code, page.now.wantsNewCode, page.now.auth.isSignedIn], ['declined', true, false]);
});

test('one phone: a link, a code that comes back, "Go on as …?", the session', needsServer, async (t) => {
  const server = await startServer(t);
  const client = pageOf(t, server);
  const use = () => ({ ...useMiniProgram(), auth: useAuth() });
  const page = await render(t, use, { client });
  await act(async () => void page.now.open({ clientName: 'Tally Tea' }));
  await until(() => page.now.opened !== null);
  assert.equal(page.now.opened.state, 'pending');
  const phone = await phoneOf(t, server);
  await phone.client.signInWithWechat({ nickname: '小明' });
  const { options } = await server.control('POST', '/wechat/open', { personId: phone.person.personId, url: page.now.opened.url });
  const launch = await phone.client.launch(options);
  assert.deepEqual([launch.opened, launch.numberNeeded], ['phone_sign_in', false]);
  const { returnCode } = await phone.client.approveScan({ scanId: launch.scanId });
  assert.match(returnCode, /^\d{6}$/);
  await until(() => page.now.opened.state === 'agreed');
  await act(() => page.now.enter(returnCode === '000000' ? '000001' : '000000'));
  assert.deepEqual([page.now.error.code, page.now.auth.isSignedIn], ['wrong_number', false]);
  await act(() => page.now.enter(returnCode));
  assert.deepEqual([page.now.error, page.now.person.nickname, page.now.auth.isSignedIn], [null, '小明', false]);
  await act(() => page.now.finish());
  await until(() => page.now.auth.isSignedIn);
  assert.deepEqual([page.now.opened, page.now.auth.user.nickname], [null, '小明']);
});

test('the attacker begins, the victim taps the link and agrees: without the code nobody is signed in', needsServer, async (t) => {
  const server = await startServer(t);
  const attacker = pageOf(t, server);
  let link;
  const opened = await new Promise((resolve, reject) => {
    attacker.openMiniProgram({}, { present: (shown) => shown.url && (link ??= shown.url) }).then(resolve, reject);
    const victim = async () => {
      await until(() => link !== undefined);
      const phone = await phoneOf(t, server);
      await phone.client.signInWithWechat({});
      const { options } = await server.control('POST', '/wechat/open', { personId: phone.person.personId, url: link });
      const { scanId } = await phone.client.launch(options);
      await phone.client.approveScan({ scanId });
    };
    victim().catch(reject);
  });
  await assert.rejects(attacker.finishSignIn({ signIn: opened.signIn }), { name: 'HufuError' });
  for (let i = 0; i < 5; ++i) await assert.rejects(attacker.enterReturnCode({ signIn: opened.signIn, code: `00000${i}` }), { name: 'HufuError' });
  await assert.rejects(attacker.finishSignIn({ signIn: opened.signIn }), { name: 'HufuError' });
  assert.equal(attacker.state, 'signed_out');
});

test('a web-view: the ticket of the mini-program signs its page in, once, and only there', needsServer, async (t) => {
  const origin = 'http://site.test';
  const server = await startServer(t, '--web-origin', origin);
  const phone = await phoneOf(t, server);
  await phone.client.signInWithWechat({ nickname: '小明' });
  const { url, expiresInMs } = await phone.client.webViewUrl({ url: `${origin}/orders?a=1&b=%E5%B0%8F#last` });
  assert.ok(expiresInMs > 0 && expiresInMs <= 60_000);
  const address = new URL(url);
  assert.deepEqual([address.origin, address.pathname, address.search], [origin, '/auth/arrive', '']);
  const said = new URLSearchParams(address.hash.slice(1));
  const body = { ticket: said.get('ticket'), to: said.get('to') };

  const arrive = arrivePage({ baseUrl: server.url });
  const browser = new Browser();
  const post = async (more, agent = 'MicroMessenger/8.0 miniProgram/wx01', from = browser) => {
    const headers = { origin, 'content-type': 'application/json', 'user-agent': agent };
    const response = await arrive(from.request('/auth/arrive', { method: 'POST', headers, body: JSON.stringify({ ...body, ...more }) }));
    return from.take(response).json();
  };
  assert.deepEqual(await post({}, 'Chrome/126'), { ask: { nickname: '小明', instead: null } });
  assert.deepEqual(await post({ to: '/admin' }), { error: 'over' });
  const { to } = await post({});
  assert.equal(to, '/orders?a=1&b=%E5%B0%8F#last');
  assert.deepEqual(await post({}, undefined, new Browser()), { error: 'over' });

  const inside = () => {
    const store = { ...memoryStore(), load: (key, codec) => codec.decode(key, [...browser.values]) };
    const client = createClient({ baseUrl: server.url, platform: 'web', host: { store } });
    t.after(() => client.close());
    return client;
  };
  const page = inside();
  assert.equal((await page.fetchProfile()).nickname, '小明');
  await assert.rejects(page.createBindCode({ target: 'web' }), { code: 'reauth_required' });
  const again = new URLSearchParams(new URL((await phone.client.webViewUrl({ url: `${origin}/orders` })).url).hash.slice(1));
  assert.deepEqual(await post({ ticket: again.get('ticket'), to: again.get('to') }), { to: '/orders' }, 'the same person is not asked');
  await phone.client.signOut();
  await assert.rejects(inside().fetchProfile(), (error) => error.action === 'sign_in_again');
  await assert.rejects(phone.client.webViewUrl({ url: 'https://evil.example/' }), { name: 'HufuError' });
});
