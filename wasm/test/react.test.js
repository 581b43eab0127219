// hufu/react: what components see of a session and of a binding.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement, StrictMode } from 'react';
import { act, create } from 'react-test-renderer';

import { clerkCredential, useAuth, useBinding, useHufu, useUser } from '../dist/react.js';
import { clientOf, createClient, HufuError } from './support/client.js';
import { render, until } from './support/rendered.js';
import { noServer, startServer, startServerIn } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

test('a session comes, changes and goes', needsServer, async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person());
  const view = await render(t, useAuth, { client }, (tree) => createElement(StrictMode, null, tree));
  assert.equal(view.seen[0].isLoaded, false);
  await until(() => view.now.isLoaded);
  assert.deepEqual([view.now.state, view.now.isSignedIn, view.now.user], ['signed_out', false, null]);

  await act(() => client.signInWithWechat({ nickname: '小明' }));
  assert.deepEqual([view.now.state, view.now.isSignedIn, view.now.user.nickname], ['signed_in', true, '小明']);
  const { signOut } = view.now;
  await act(() => client.updateProfile({ nickname: 'Ada' }));
  await until(() => view.now.user.nickname === 'Ada');
  assert.equal(typeof signOut, 'function');
  await act(() => view.now.signOut());
  assert.equal(view.now.isSignedIn, false);
});

test('a page begins with what the server knew', needsServer, async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person());
  const session = await client.signInWithWechat({ nickname: '小明' });
  const view = await render(t, useUser, { client, session });
  assert.deepEqual([view.seen[0].isLoaded, view.seen[0].user.nickname], [true, '小明']);
  const renders = view.seen.length;
  await view.update({ client, session: structuredClone(session) });
  assert.ok(view.seen.length <= renders + 1);
  assert.equal(view.now.user.nickname, '小明');
});

test('what the server changes is known to the page, and its client reads the cookies again', needsServer, async (t) => {
  const server = await startServer(t);
  const client = clientOf(t, server, await server.person());
  let read = 0;
  client.cookiesChanged = () => (read += 1);
  const session = await client.session();
  const view = await render(t, useAuth, { client, session });
  await until(() => view.now.isLoaded);
  const after = { ...session, state: 'signed_in', user: { id: '7', nickname: 'Ada', avatarUrl: '' } };
  await view.update({ client, session: after });
  assert.deepEqual([view.now.isSignedIn, view.now.user.nickname, read], [true, 'Ada', 1]);
  await view.update({ client, session: { ...after } });
  assert.equal(read, 1, 'once');
  await view.update({ client, session });
  assert.deepEqual([view.now.isSignedIn, read], [false, 2]);
});

test('a borrowed session is known when its owner has been asked', needsServer, async (t) => {
  const { web } = await halves(t);
  const view = await render(t, useAuth, { client: web });
  await until(() => view.now.isLoaded);
  assert.equal(view.now.isSignedIn, true);
});

test('where only the server reads the session there is no client, and the page still knows who it is', async (t) => {
  const session = { state: 'signed_in', user: { id: '1', nickname: 'Ada', avatarUrl: '' }, isNewUser: false, expiresInMs: 1 };
  const view = await render(t, useAuth, { session });
  assert.equal(view.now.user.nickname, 'Ada');
  assert.throws(() => view.now.signOut(), /only the server/);
});

test('without a provider the error says so; a core that does not load is in `error`', async (t) => {
  const silent = t.mock.method(console, 'error', () => {});
  await assert.rejects(async () => {
    await act(async () => create(createElement(() => useHufu() && null)));
  }, /There is no HufuProvider/);
  silent.mock.restore();
  const fault = new HufuError('host_fault', { action: 'fix_program', detail: 'core.wasm could not be loaded' });
  const client = createClient({ baseUrl: 'https://api.example.com' });
  t.after(() => client.close());
  for (const name of ['ready', 'session']) t.mock.method(client, name, () => Promise.reject(fault));
  const view = await render(t, useAuth, { client });
  await until(() => view.now.isLoaded);
  assert.equal(view.now.error, fault);
});

/** The two halves of a person: a page, signed in by Clerk, and a phone. */
async function halves(t, server) {
  server ??= await startServer(t);
  const phone = clientOf(t, server, await server.person({ nickname: '小明' }));
  await phone.signInWithWechat();
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Ada', email: 'ada@example.com' });
  const getToken = async () => (await server.control('POST', '/clerk/session-tokens', { userId })).token;
  const credential = clerkCredential({ getToken });
  const web = createClient({ baseUrl: server.url, platform: 'web', session: 'borrowed', host: { credential } });
  t.after(() => web.close());
  return { web, phone };
}

test('a binding is followed live, on both screens', needsServer, async (t) => {
  const { web, phone } = await halves(t);
  const issuer = await render(t, useBinding, { client: web });
  const redeemer = await render(t, useBinding, { client: phone });
  assert.deepEqual([issuer.now.code, issuer.now.binding, issuer.now.error], [null, null, null]);
  await act(() => issuer.now.create({ target: 'wechat' }));
  assert.match(issuer.now.code.bindCode, /^\w{5}-\w{5}$/);
  assert.ok(issuer.now.endsAt > Date.now());

  await act(() => redeemer.now.redeem({ bindCode: 'WRONG-CODES', platform: 'web' }));
  assert.equal(redeemer.now.error.code, 'bind_code_invalid');
  await act(() => redeemer.now.redeem({ bindCode: issuer.now.code.qr, platform: 'web' }));
  assert.equal(redeemer.now.binding.state, 'pending');
  await until(() => issuer.now.binding?.state === 'pending');
  await act(() => redeemer.now.accept());
  await until(() => issuer.now.binding.state === 'accepted');
  const { number } = redeemer.now.binding;
  assert.match(number, /^\d\d$/);

  await act(() => issuer.now.confirm(number === '00' ? '01' : '00'));
  assert.equal(issuer.now.error.code, 'wrong_number');
  await act(() => issuer.now.confirm(number));
  assert.deepEqual([issuer.now.binding.state, issuer.now.error], ['confirmed', null]);
  await until(() => redeemer.now.binding.state === 'confirmed');
  assert.equal(redeemer.now.binding.number, number);
  assert.equal((await phone.fetchProfile()).identities.length, 2);
});

test('who has something on both halves is asked, and merges them with the same code', needsServer, async (t) => {
  const serverKey = 'the-key-of-an-application-s-server';
  const server = await startServerIn({ HUFU_SERVER_KEYS: serverKey }, t);
  const { web, phone } = await halves(t, server);
  for (const { id } of [await web.fetchProfile(), await phone.fetchProfile()]) {
    const headers = { Authorization: `Bearer ${serverKey}`, 'Content-Type': 'application/json' };
    const told = await fetch(`${server.url}/api/people/${id}/has-data`, { method: 'POST', headers, body: '{"has_data":true}' });
    assert.equal(told.status, 204);
  }
  const issuer = await render(t, useBinding, { client: phone });
  const redeemer = await render(t, useBinding, { client: web });
  await act(() => issuer.now.create({ target: 'web' }));
  const { bindCode } = issuer.now.code;
  await act(() => redeemer.now.redeem({ bindCode, platform: 'wechat' }));
  assert.equal(redeemer.now.error.code, 'identity_in_use');
  await act(() => redeemer.now.merge({ bindCode, platform: 'wechat', survivor: 'issuer' }));
  assert.deepEqual([redeemer.now.binding.state, redeemer.now.error], ['pending', null]);
  await act(() => redeemer.now.accept());
  await until(() => issuer.now.binding?.state === 'accepted');
  await act(() => issuer.now.confirm(redeemer.now.binding.number));
  await until(() => redeemer.now.binding.state === 'confirmed');
  assert.equal((await web.fetchProfile()).id, (await phone.fetchProfile()).id);
});

test('a refusal is told to the other side; who goes away asks no more', needsServer, async (t) => {
  const { web, phone } = await halves(t);
  const signals = [];
  const wait = web.waitForBinding.bind(web);
  web.waitForBinding = (which, options) => {
    signals.push(options.signal);
    return wait(which, options);
  };
  const issuer = await render(t, useBinding, { client: web });
  const redeemer = await render(t, useBinding, { client: phone });
  await act(() => issuer.now.create({ target: 'wechat' }));
  await act(() => redeemer.now.redeem({ bindCode: issuer.now.code.bindCode, platform: 'web' }));
  await act(() => redeemer.now.decline());
  assert.deepEqual([redeemer.now.binding, redeemer.now.error], [null, null]);
  await until(() => issuer.now.error !== null);
  assert.equal(issuer.now.error.code, 'binding_declined');

  await act(() => issuer.now.create({ target: 'wechat' }));
  assert.equal(issuer.now.error, null);
  assert.equal(signals.at(-1).aborted, false);
  await issuer.unmount();
  assert.deepEqual(signals.map(({ aborted }) => aborted), signals.map(() => true));
});
