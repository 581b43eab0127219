// What a client tells of a session that came by a mail, or is proved by a second factor: in its own tab, and in others.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clientOf, openStore } from './support/client.js';
import { totp } from './support/totp.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const anonKey = 'anon-key-of-the-tests';
const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

/** Clients in two tabs, on one store, each with the kinds of what it has heard. */
async function openTabs(t, storageKey) {
  process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY = anonKey;
  const server = await startServer(t);
  const store = { ...openStore(), isShared: true };
  const open = () => {
    const client = clientOf(t, server, null, { backend: 'gotrue', appKey: anonKey, platform: 'web', storageKey, host: { store } });
    const heard = [];
    client.on(({ kind, state }) => heard.push(`${kind} ${state}`));
    return { client, heard };
  };
  const [one, two] = [open(), open()];
  await one.client.ready();
  await two.client.ready();
  return { server, one, two, open };
}

async function until(condition) {
  for (let i = 0; i < 400 && !condition(); ++i) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(condition());
}

test('who is here at first is told once: nobody, or somebody', needsServer, async (t) => {
  const { one, two, open } = await openTabs(t, 'events-1');
  assert.deepEqual([one.heard, two.heard], [['initial_session signed_out'], ['initial_session signed_out']]);
  await one.client.signUp(credentials);
  await until(() => two.client.state === 'signed_in');
  const three = open();
  await three.client.ready();
  // What comes after all of it: whatever else was told would stand before.
  await one.client.signOut();
  for (const { heard } of [one, two, three]) await until(() => heard.at(-1) === 'signed_out signed_out');
  assert.deepEqual(two.heard, ['initial_session signed_out', 'signed_in signed_in', 'signed_out signed_out']);
  assert.deepEqual(one.heard, two.heard);
  assert.deepEqual(three.heard, ['initial_session signed_in', 'signed_in signed_in', 'signed_out signed_out']);
});

test('somebody came by the mail for a forgotten password: both tabs ask for another', needsServer, async (t) => {
  const { server, one, two } = await openTabs(t, 'events-2');
  await one.client.signUp(credentials);
  await one.client.signOut();
  await until(() => two.client.state === 'signed_out');
  await one.client.recoverPassword({ email: credentials.email });
  const { messages } = await server.control('GET', `/inbox?to=${credentials.email}`);
  for (const { heard } of [one, two]) heard.length = 0;
  await one.client.verifyOtp({ type: 'recovery', tokenHash: messages[0].tokenHash });
  const told = ['signed_in signed_in', 'password_recovery signed_in'];
  assert.deepEqual(one.heard, told);
  await until(() => two.heard.length >= 2);
  assert.deepEqual(two.heard, told);
  await one.client.updateAccount({ password: 'another one' });
  await until(() => two.heard.length >= 3);
  assert.deepEqual([one.heard.at(-1), two.heard.at(-1)], ['user_updated signed_in', 'user_updated signed_in']);
});

test('a second factor: both tabs know the assurance, and the other one has the new token', needsServer, async (t) => {
  const { one, two } = await openTabs(t, 'events-3');
  await one.client.signUp(credentials);
  await until(() => two.client.state === 'signed_in');
  const { id, secret } = await one.client.enrollFactor();
  for (const { heard } of [one, two]) heard.length = 0;
  const session = await one.client.verifyFactor({ factorId: id, code: totp(secret) });
  assert.deepEqual([session.assurance, session.assuranceToReach], ['aal2', 'aal2']);
  assert.ok(one.heard.includes('assurance_changed signed_in'), String(one.heard));
  await until(() => two.heard.includes('assurance_changed signed_in'));
  assert.equal((await two.client.session()).assurance, 'aal2');
  assert.equal((await two.client.accessToken()).token, (await one.client.accessToken()).token);
});
