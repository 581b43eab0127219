// hufu/react: a sign-in by scan and on one phone, as components see them. The client is a stand-in that says what the core says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement, StrictMode } from 'react';
import { act } from 'react-test-renderer';

import { useBinding, useMiniProgram, useScan } from '../dist/react.js';
import { HufuError } from './support/client.js';
import { render, until } from './support/rendered.js';

const refusal = (code) => new HufuError(code, { action: 'tell_user' });
const shown = { show: 'show_code', state: 'pending', url: 'https://shop.example/m/?scene=a', code: 'BCDFG-HJKLM', number: '42', picture: '', scanKind: 'link', signIn: '', expiresInMs: 300_000 };

/** A client whose sign-ins wait until the test ends them. `calls` has what was asked for. */
function fakeClient() {
  const begun = [];
  const calls = [];
  const begin = (name) => (how, { signal, present }) =>
    new Promise((resolve, reject) => {
      const signIn = how.signIn ?? `sign-in-${begun.length + 1}`;
      calls.push([name, how]);
      signal.addEventListener('abort', () => reject(refusal('cancelled')));
      begun.push({ signal, present: (what) => present({ ...shown, signIn, ...what }), resolve, reject });
    });
  const answers = {};
  const ask = (name) => async (what) => {
    calls.push([name, what]);
    if (answers[name] instanceof Error) throw answers[name];
    return answers[name];
  };
  const nobody = { state: 'signed_out', user: null };
  return {
    begun, calls, answers,
    on: () => () => {},
    ready: async () => {},
    session: async () => nobody,
    get state() { return nobody.state; },
    signInByScan: begin('scan'),
    openMiniProgram: begin('open'),
    closeSignIn: ask('close'),
    enterReturnCode: ask('enter'),
    finishSignIn: ask('finish'),
  };
}

test('a code is shown, scanned, agreed to; each change is seen', async (t) => {
  const client = fakeClient();
  const view = await render(t, useScan, { client });
  assert.deepEqual([view.now.scan, view.now.isBusy, view.now.error, view.now.wantsNewCode], [null, false, null, false]);
  let done;
  await act(async () => void (done = view.now.start({ clientName: 'Tally Tea' })));
  assert.deepEqual([client.calls, view.now.isBusy], [[['scan', { clientName: 'Tally Tea' }]], true]);
  const [sign] = client.begun;
  const picture = 'data:image/jpeg;base64,AAAA';
  await act(() => sign.present({ picture, scanKind: 'mini_program_code' }));
  const { endsAt, ...seen } = view.now.scan;
  assert.deepEqual(seen, { state: 'pending', url: shown.url, code: shown.code, number: '42', picture, scanKind: 'mini_program_code' });
  assert.ok(Math.abs(endsAt - Date.now() - 300_000) < 5_000);
  assert.deepEqual([view.now.isBusy, view.now.wantsNewCode], [false, false]);
  await act(() => sign.present({ url: 'https://shop.example/m/?scene=b' }));
  assert.equal(view.now.scan.url, 'https://shop.example/m/?scene=b', 'it rotates');
  await act(() => sign.present({ state: 'scanned' }));
  assert.deepEqual([view.now.scan.state, view.now.wantsNewCode], ['scanned', true]);
  await act(() => sign.present({ state: 'approved', expiresInMs: 0 }));
  assert.deepEqual([view.now.scan.state, view.now.scan.endsAt, view.now.wantsNewCode], ['approved', 0, false]);
  await act(async () => (sign.resolve({}), await done));
  assert.deepEqual([view.now.scan, view.now.error, view.now.isBusy], [null, null, false]);
});

test('somebody else has scanned it: another code, and the first is over', async (t) => {
  const client = fakeClient();
  const view = await render(t, useScan, { client });
  await act(async () => void view.now.start({ clientName: 'Tally Tea' }));
  await act(() => client.begun[0].present({ state: 'scanned' }));
  await act(async () => void view.now.again());
  assert.deepEqual(client.calls.slice(1), [['scan', { clientName: 'Tally Tea' }]]);
  assert.equal(client.begun[0].signal.aborted, true);
  assert.deepEqual([view.now.scan, view.now.error], [null, null]);
  await act(() => client.begun[0].present({ state: 'approved' }));
  assert.equal(view.now.scan, null, 'what becomes of the first is not seen any more');
  await act(() => client.begun[1].present({}));
  assert.equal(view.now.scan.state, 'pending');
});

test('what goes wrong is in error, and another code is offered', async (t) => {
  const client = fakeClient();
  const view = await render(t, useScan, { client });
  for (const [at, code] of ['declined', 'credential_invalid'].entries()) {
    let done;
    await act(async () => void (done = at === 0 ? view.now.start() : view.now.again()));
    await act(() => client.begun[at].present({}));
    await act(() => client.begun[at].present({ state: at === 0 ? 'denied' : 'over' }));
    await act(async () => (client.begun[at].reject(refusal(code)), await done));
    assert.deepEqual([view.now.error.code, view.now.wantsNewCode, view.now.isBusy], [code, true, false]);
  }
});

test('the sign-in is over when the component goes, and when it is stopped; also in strict mode', async (t) => {
  const client = fakeClient();
  const view = await render(t, useScan, { client }, (tree) => createElement(StrictMode, null, tree));
  await act(async () => void view.now.start());
  await act(() => client.begun[0].present({}));
  await act(() => view.now.stop());
  assert.deepEqual([view.now.scan, client.begun[0].signal.aborted], [null, true]);
  await act(async () => void view.now.start());
  await act(() => client.begun[1].present({}));
  await view.unmount();
  assert.equal(client.begun[1].signal.aborted, true);
});

/** What a tab keeps. */
function openTab(t, isForbidden = false) {
  const values = new Map();
  const storage = { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => values.set(key, value), removeItem: (key) => values.delete(key) };
  const get = isForbidden ? () => { throw new Error('SecurityError'); } : () => storage;
  Object.defineProperty(globalThis, 'sessionStorage', { get, configurable: true });
  t.after(() => delete globalThis.sessionStorage);
  return values;
}

const link = { show: 'open_mini_program', url: 'https://wxaurl.cn/abc', code: '', number: '' };

for (const isForbidden of [false, true]) {
  test(`one phone: the link, the code, who it is, the session${isForbidden ? '; nothing can be kept' : ''}`, async (t) => {
    const tab = openTab(t, isForbidden);
    const client = fakeClient();
    const view = await render(t, useMiniProgram, { client });
    await act(async () => void view.now.open({ clientName: 'Tally Tea' }));
    assert.deepEqual([client.calls, view.now.isBusy, view.now.opened], [[['open', { clientName: 'Tally Tea' }]], true, null]);
    await act(() => client.begun[0].present(link));
    const { endsAt, ...opened } = view.now.opened;
    assert.deepEqual(opened, { url: link.url, code: '', number: '', scanKind: 'link', state: 'pending', signIn: 'sign-in-1' });
    assert.ok(endsAt > Date.now());
    assert.equal(view.now.isBusy, false, 'the person is in the mini-program');
    await act(() => client.begun[0].present({ ...link, state: 'scanned' }));
    assert.equal(view.now.opened.state, 'scanned');
    await act(async () => client.begun[0].resolve({ signIn: 'sign-in-1', state: 'agreed' }));
    assert.equal(view.now.opened.state, 'agreed');

    client.answers.enter = refusal('wrong_number');
    await act(() => view.now.enter('000000'));
    assert.deepEqual([view.now.error.code, view.now.person, view.now.isBusy], ['wrong_number', null, false]);
    client.answers.enter = { nickname: '小明', avatarUrl: '' };
    await act(() => view.now.enter('123456'));
    assert.deepEqual([view.now.error, view.now.person], [null, { nickname: '小明', avatarUrl: '' }]);
    await act(() => view.now.finish());
    assert.deepEqual(client.calls.at(-1), ['finish', { signIn: 'sign-in-1' }]);
    assert.deepEqual([view.now.opened, view.now.person, view.now.isBusy, tab.size], [null, null, false, 0]);
  });
}

test('one tap opens the mini-program where the browser still counts it, once; a second one is for the page elsewhere', async (t) => {
  openTab(t);
  const went = [];
  const activation = { isActive: true };
  for (const [name, value] of Object.entries({
    navigator: { userActivation: activation },
    window: { open: (...how) => went.push(how) },
    location: { assign: (url) => went.push([url]) },
  })) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]));
  }
  const client = fakeClient();
  const view = await render(t, useMiniProgram, { client });
  const begin = async (shown) => {
    await act(async () => void view.now.open());
    await act(() => client.begun.at(-1).present(shown));
    await act(() => client.begun.at(-1).present({ ...shown, state: 'scanned' }));
    return went.splice(0);
  };
  assert.deepEqual(await begin(link), [[link.url, '_blank', 'noreferrer']]);
  assert.deepEqual(await begin({ ...link, url: 'weixin://dl/business/?t=a' }), [['weixin://dl/business/?t=a']]);
  assert.deepEqual(await begin({ ...link, url: 'https://api.test/device', scanKind: 'page' }), []);
  activation.isActive = false;
  assert.deepEqual(await begin(link), []);
  assert.equal(view.now.opened.url, link.url);
  delete navigator.userActivation;
  assert.deepEqual(await begin(link), []);
});

test('a page that the phone has thrown away goes on with what it had begun; one whose component goes is over', async (t) => {
  const tab = openTab(t);
  const [thrownAway, client] = [fakeClient(), fakeClient()];
  const before = await render(t, useMiniProgram, { client: thrownAway });
  await act(async () => void before.now.open());
  await act(() => thrownAway.begun[0].present(link));
  const kept = [...tab];

  const after = await render(t, useMiniProgram, { client }, (tree) => createElement(StrictMode, null, tree));
  await until(() => after.now.opened !== null);
  assert.deepEqual([after.now.opened.url, client.calls], [link.url, [['open', { signIn: 'sign-in-1' }]]]);
  await act(() => client.begun[0].present({ ...link, url: '', state: 'scanned' }));
  assert.deepEqual([after.now.opened.url, after.now.opened.state], [link.url, 'scanned']);
  await act(async () => client.begun[0].resolve({ signIn: 'sign-in-1', state: 'agreed' }));
  assert.equal(after.now.opened.state, 'agreed');
  await after.unmount();
  assert.deepEqual([client.calls.at(-1), tab.size], [['close', { signIn: 'sign-in-1' }], 0]);
  await before.unmount();
  assert.equal(thrownAway.begun[0].signal.aborted, true);

  const [[key, text]] = kept;
  for (const value of ['{', 'null', JSON.stringify({ ...JSON.parse(text), endsAt: Date.now() - 1 })]) {
    tab.set(key, value);
    const late = await render(t, useMiniProgram, { client });
    // The hook looks in a timer that it has set before this one.
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    assert.equal(late.now.opened, null);
    await late.unmount();
  }
});

test('"that is not me", and another one: what was begun is over', async (t) => {
  const tab = openTab(t);
  const client = fakeClient();
  const view = await render(t, useMiniProgram, { client });
  await act(async () => void view.now.open());
  await act(() => client.begun[0].present(link));
  await act(async () => client.begun[0].resolve({ signIn: 'sign-in-1', state: 'agreed' }));
  client.answers.close = refusal('network');
  await act(() => view.now.close());
  assert.deepEqual([view.now.opened, tab.size, client.calls.at(-1)], [null, 0, ['close', { signIn: 'sign-in-1' }]]);
  await act(() => view.now.enter('123456'));
  assert.equal(client.calls.at(-1)[0], 'close', 'there is nothing to enter it for');

  await act(async () => void view.now.open());
  await act(() => client.begun[1].present(link));
  await act(async () => void view.now.open());
  assert.deepEqual([client.calls.at(-2)[0], client.calls.at(-1), client.begun[1].signal.aborted], ['open', ['open', {}], true]);
  await act(() => client.begun[2].present(link));
  await act(async () => client.begun[2].reject(refusal('declined')));
  assert.deepEqual([view.now.error.code, view.now.isBusy, tab.size], ['declined', false, 0]);
});

test('the link of a bind code is another one each minute, until somebody has it', async (t) => {
  const link = (scene) => `https://shop.example/m/?scene=${scene}`;
  const code = { bindingId: 'b-1', bindCode: 'BCDFG-HJKLM', qr: 'q', picture: '', url: link('a'), scanKind: 'link', expiresInMs: 300_000 };
  const waits = [];
  const client = fakeClient();
  client.createBindCode = async () => code;
  client.waitForBinding = (how) => new Promise((resolve) => waits.push({ how, resolve }));
  const seen = { bindingId: 'b-1', role: 'issuer', number: '', preview: null, expiresInMs: 0 };
  const view = await render(t, useBinding, { client });
  await act(() => view.now.create({ target: 'wechat' }));
  assert.deepEqual(waits.at(-1).how, { bindingId: 'b-1', since: 'issued', url: link('a') });
  await act(async () => waits.at(-1).resolve({ ...seen, state: 'issued', url: link('b') }));
  assert.deepEqual([view.now.code, view.now.binding], [{ ...code, url: link('b') }, null]);
  assert.deepEqual(waits.at(-1).how, { bindingId: 'b-1', since: 'issued', url: link('b') });
  await act(async () => waits.at(-1).resolve({ ...seen, state: 'pending', url: '' }));
  assert.deepEqual([view.now.binding.state, waits.length], ['pending', 3]);
});
