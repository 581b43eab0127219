// hufu/react: what components see of an account and of its second factor; against a client that answers when it is told to,
// and against the mock server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StrictMode, createElement } from 'react';
import { act } from 'react-test-renderer';

import { useAccount, useAuth, useSecondFactor } from '../dist/react.js';
import { clientOf, HufuError } from './support/client.js';
import { render, until } from './support/rendered.js';
import { totp } from './support/totp.js';
import { noServer, startServer } from '../../tests/support/server.js';

const ada = { id: 'ada', nickname: 'Ada', avatarUrl: '' };
const alan = { id: 'alan', nickname: 'Alan', avatarUrl: '' };
const sessionOf = (user, more = {}) => ({
  state: user ? 'signed_in' : 'signed_out', user, isNewUser: false, expiresInMs: 0, ended: null, assurance: user ? 'aal1' : '', assuranceToReach: user ? 'aal1' : '', link: '', ...more });

/** A client whose answers come when `answer` or `refuse` say so, the oldest question first. */
class FakeClient {
  listeners = new Set();
  asked = [];

  constructor(user) {
    this.now = sessionOf(user);
    for (const operation of ['fetchAccount', 'listFactors']) this[operation] = (options) => this.#ask(operation, undefined, options);
    for (const operation of ['updateAccount', 'enrollFactor', 'verifyFactor', 'removeFactor']) {
      this[operation] = (what, options) => this.#ask(operation, what, options);
    }
  }

  session = async () => this.now;
  accessToken = async () => Promise.reject(new Error('nobody'));
  on(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  #ask(operation, what, { signal }) {
    return new Promise((resolve, reject) => this.asked.push({ operation, what, signal, resolve, reject }));
  }

  get waiting() {
    return this.asked.map(({ operation }) => operation);
  }


  answer(value) {
    return act(async () => this.asked.shift().resolve(value));
  }

  refuse(error) {
    return act(async () => this.asked.shift().reject(error));
  }

  tell(kind, session = this.now) {
    this.now = session;
    return act(async () => this.listeners.forEach((hear) => hear({ kind, state: session.state, user: session.user, reason: null })));
  }
}

const refusal = new HufuError('weak_password', { action: 'tell_user', serverMessage: 'Password should be at least 6 characters' });
/** Until it is done, or has asked for what only the test answers. */
const wait = async (promise) => {
  await act(() => Promise.race([promise, new Promise((resolve) => setImmediate(resolve))]));
};

test('an account is asked for once, changed, and asked for again', async (t) => {
  const client = new FakeClient(ada);
  const view = await render(t, useAccount, { client, session: client.now });
  assert.deepEqual([view.now.isLoaded, view.now.account, client.waiting], [false, null, ['fetchAccount']]);
  await client.answer({ id: 'ada', email: 'ada@example.com', newEmail: '' });
  assert.deepEqual([view.now.isLoaded, view.now.account.email, view.now.pendingEmail, view.now.isBusy], [true, 'ada@example.com', '', false]);

  await wait(view.now.update({ email: 'countess@example.com' }));
  assert.deepEqual([view.now.isBusy, client.asked[0].what], [true, { email: 'countess@example.com' }]);
  await client.answer({ id: 'ada', email: 'ada@example.com', newEmail: 'countess@example.com' });
  assert.deepEqual([view.now.pendingEmail, view.now.isBusy], ['countess@example.com', false]);

  await wait(view.now.update({ password: '1' }));
  await client.refuse(refusal);
  assert.deepEqual([view.now.error, view.now.account.newEmail, view.now.isBusy], [refusal, 'countess@example.com', false]);
  await wait(view.now.refresh());
  assert.equal(view.now.error, null, 'the next call forgets what went wrong');
  await client.answer({ id: 'ada', email: 'countess@example.com', newEmail: '' });
  assert.deepEqual([view.now.account.email, view.now.pendingEmail], ['countess@example.com', '']);
});

test('nobody has no account, and the server is not asked', async (t) => {
  const client = new FakeClient(null);
  const view = await render(t, useAccount, { client });
  assert.deepEqual([view.now.isLoaded, view.now.account, client.waiting], [true, null, []]);
  await client.tell('signed_in', sessionOf(ada));
  assert.deepEqual([view.now.isLoaded, client.waiting], [false, ['fetchAccount']]);
});

test('another person gets nothing of the one before, not even an answer that comes late', async (t) => {
  const client = new FakeClient(ada);
  const view = await render(t, useAccount, { client, session: client.now });
  const [first] = client.asked;
  await client.tell('signed_in', sessionOf(alan));
  assert.equal(first.signal.aborted, true);
  await client.answer({ id: 'ada', email: 'ada@example.com', newEmail: '' });
  assert.equal(view.now.account, null);
  await client.answer({ id: 'alan', email: 'alan@example.com', newEmail: '' });
  assert.equal(view.now.account.email, 'alan@example.com');
  await client.tell('signed_out', sessionOf(null));
  assert.deepEqual([view.now.isLoaded, view.now.account], [true, null]);
});

test('what another tab changes is asked for; what this one does itself is not asked for twice', async (t) => {
  const client = new FakeClient(ada);
  const view = await render(t, useAccount, { client, session: client.now });
  await client.answer({ id: 'ada', email: 'old@example.com', newEmail: '' });
  await client.tell('user_updated');
  assert.deepEqual(client.waiting, ['fetchAccount']);
  await client.tell('user_updated');
  assert.deepEqual(client.waiting, ['fetchAccount'], 'one answer is under way');
  await client.answer({ id: 'ada', email: 'new@example.com', newEmail: '' });
  assert.equal(view.now.account.email, 'new@example.com');
});

test('in strict mode, and after the component has gone, nothing is left', async (t) => {
  const client = new FakeClient(ada);
  const view = await render(t, useAccount, { client, session: client.now }, (tree) => createElement(StrictMode, null, tree));
  const alive = client.asked.filter(({ signal }) => !signal.aborted);
  assert.equal(alive.length, 1);
  await view.unmount();
  assert.equal(alive[0].signal.aborted, true);
  assert.equal(client.listeners.size, 0);
});

// ---- the second factor --------------------------------------------------------------------------

const enrolled = { id: 'f1', type: 'totp', friendlyName: 'Phone', secret: 'S', uri: 'otpauth://totp/x', qrCode: '<svg/>' };
const factor = (status) => ({ id: 'f1', type: 'totp', friendlyName: 'Phone', status, createdAtMs: 0 });

test('a second factor is added, proved, asked for, and taken off', async (t) => {
  const client = new FakeClient(ada);
  const view = await render(t, useSecondFactor, { client, session: client.now });
  await client.answer({ factors: [] });
  assert.deepEqual([view.now.isLoaded, view.now.factors, view.now.enrolling, view.now.needsSecondFactor], [true, [], null, false]);

  await wait(view.now.enroll({ friendlyName: 'Phone' }));
  await client.answer(enrolled);
  await client.answer({ factors: [factor('unverified')] });
  assert.deepEqual([view.now.enrolling, view.now.factors[0].status], [enrolled, 'unverified']);

  await wait(view.now.verify('000000'));
  assert.deepEqual(client.asked[0].what, { factorId: 'f1', code: '000000' });
  await client.refuse(refusal);
  assert.deepEqual([view.now.enrolling, view.now.error], [enrolled, refusal], 'a wrong code costs nothing');
  await wait(view.now.verify('123456'));
  await client.answer(sessionOf(ada));
  await client.answer({ factors: [factor('verified')] });
  await client.tell('assurance_changed', sessionOf(ada, { assurance: 'aal2', assuranceToReach: 'aal2' }));
  assert.deepEqual([view.now.enrolling, view.now.assurance, view.now.needsSecondFactor], [null, 'aal2', false]);

  // The next sign-in: by password alone.
  await client.tell('signed_in', sessionOf(ada, { assuranceToReach: 'aal2' }));
  assert.deepEqual([view.now.assurance, view.now.needsSecondFactor], ['aal1', true]);
  await wait(view.now.verify('654321'));
  assert.deepEqual(client.asked.at(-1).what, { factorId: 'f1', code: '654321' }, 'the one that is proved');
  await client.refuse(refusal);
  await wait(view.now.remove('f1'));
  await client.answer(undefined);
  await client.answer({ factors: [] });
  assert.deepEqual(view.now.factors, []);
});

test('who adds one may think better of it; another person never sees the secret', async (t) => {
  const client = new FakeClient(ada);
  const view = await render(t, useSecondFactor, { client, session: client.now });
  await client.answer({ factors: [] });
  for (const leave of ['cancel', 'another']) {
    await wait(view.now.enroll());
    await client.answer(enrolled);
    await client.answer({ factors: [factor('unverified')] });
    assert.equal(view.now.enrolling, enrolled);
    if (leave === 'another') {
      await client.tell('signed_in', sessionOf(alan));
      assert.deepEqual([view.now.enrolling, view.now.factors], [null, []]);
    } else {
      await wait(view.now.cancel());
      assert.deepEqual([client.asked[0].operation, client.asked[0].what], ['removeFactor', { factorId: 'f1' }]);
      await client.answer(undefined);
      await client.answer({ factors: [] });
      assert.equal(view.now.enrolling, null);
    }
  }
});

// ---- what the session says ------------------------------------------------------------------------

test('useAuth knows the assurance, and that somebody came to set another password', async (t) => {
  const client = new FakeClient(ada);
  const view = await render(t, useAuth, { client, session: client.now });
  assert.deepEqual([view.seen[0].assurance, view.now.assuranceToReach, view.now.isRecovering], ['aal1', 'aal1', false]);
  await client.tell('password_recovery');
  assert.equal(view.now.isRecovering, true);
  await client.tell('refreshed', sessionOf(ada, { assuranceToReach: 'aal2' }));
  assert.deepEqual([view.now.isRecovering, view.now.assuranceToReach], [true, 'aal2']);
  await client.tell('user_updated');
  assert.equal(view.now.isRecovering, false);
  await client.tell('password_recovery');
  await client.tell('signed_out', sessionOf(null));
  assert.deepEqual([view.now.isRecovering, view.now.assurance], [false, '']);
});

test('with an authenticator app, against the mock server', { skip: noServer }, async (t) => {
  process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY = 'anon-key-of-the-tests';
  const server = await startServer(t);
  const client = clientOf(t, server, null, { backend: 'gotrue', appKey: 'anon-key-of-the-tests', platform: 'web' });
  const credentials = { email: 'ada@example.com', password: 'correct horse battery' };
  await client.signUp({ ...credentials, data: { full_name: 'Ada', deepThought: { some_number: 42 } } });
  const account = await render(t, useAccount, { client });
  await until(() => account.now.account);
  const { deepThought, full_name: name } = account.now.account.userMetadata;
  assert.deepEqual([account.now.account.email, name, deepThought], [credentials.email, 'Ada', { some_number: 42 }], 'as it came');
  assert.equal(account.now.account.raw.user_metadata.full_name, 'Ada', 'what the server said, in its own words');

  const view = await render(t, useSecondFactor, { client });
  await until(() => view.now.isLoaded);
  await act(() => view.now.enroll({ friendlyName: 'Phone' }));
  const { secret, uri, qrCode } = view.now.enrolling;
  assert.match(uri, /^otpauth:\/\/totp\//);
  assert.match(qrCode, /<svg/);
  await act(() => view.now.verify('000000'));
  assert.equal(view.now.error.code, 'credential_invalid');
  await act(() => view.now.verify(totp(secret)));
  await until(() => view.now.assurance === 'aal2');
  assert.deepEqual([view.now.enrolling, view.now.factors.map(({ status }) => status), view.now.needsSecondFactor], [null, ['verified'], false]);

  await act(() => client.signOut());
  await act(() => client.signInWithPassword(credentials));
  await until(() => view.now.needsSecondFactor && view.now.isLoaded);
  await server.advance(30_000);
  await act(() => view.now.verify(totp(secret, Date.now() + 30_000)));
  await until(() => view.now.assurance === 'aal2');
  await act(() => view.now.remove(view.now.factors[0].id));
  assert.deepEqual([view.now.error, view.now.factors], [null, []]);
});
