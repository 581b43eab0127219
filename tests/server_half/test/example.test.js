// examples/nextjs, whose pages show somebody's account: nobody gets there with a cookie that is made by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Browser } from '../../../wasm/test/support/next.js';
import { forgedUnifiedSession } from '../../support/forged.js';
import { noServer, startServer } from '../../support/server.js';
import { importExample, serverKey, withCookies } from '../support/example.js';
import { forgedOf, refusals, signIn } from '../support/unified.js';

test('the Next.js example: its proxy and its pages know whom a token proves, and nobody else', { skip: noServer }, async (t) => {
  const server = await startServer(t, '--server-key', serverKey);
  const { proxy, person } = await importExample(server.url, 'proxy.ts', 'lib/person.ts');
  const seen = async (cookies) => {
    const browser = new Browser();
    browser.values = new Map(Object.entries(cookies));
    return withCookies(browser, async () => {
      const answer = await proxy(browser.request('/account'));
      return { proxy: answer.isNext ? 'the page' : answer.status, profile: (await person()).profile?.id ?? null };
    });
  };

  const ours = (token) => ({ 'hufu.session': forgedUnifiedSession(server.url, token) });
  assert.equal((await seen(ours((await signIn(server)).token))).proxy, 'the page');
  assert.deepEqual(await seen({}), { proxy: 302, profile: null });
  for (const [kind, token] of Object.entries(await forgedOf(server, await startServer(t)))) {
    const { proxy: answer, profile } = await seen(ours(token));
    assert.ok(refusals(kind, 302).includes(answer) && profile === null, `${kind}: ${answer}`);
  }

  const { userId, sessionId } = await server.control('POST', '/clerk/users', { firstName: 'Li' });
  // Clerk's people are known to the backend from their first request to it on: the example makes it when they sign in.
  const { token } = await server.control('POST', '/clerk/session-tokens', { sessionId });
  await fetch(`${server.url}/api/user/profile`, { headers: { Authorization: `Bearer ${token}`, 'X-Platform': 'web' } });
  const byClerk = await seen({ 'clerk-session': sessionId });
  assert.equal(byClerk.proxy, 'the page');
  assert.ok(byClerk.profile && byClerk.profile !== userId);
  assert.deepEqual(await seen({ 'clerk-session': 'ADMIN' }), { proxy: 302, profile: null });
});

test('the Next.js example: a token of Clerk’s that is no good is nobody; while Clerk is away nobody can tell', { skip: noServer }, async (t) => {
  const server = await startServer(t, '--server-key', serverKey);
  const { proxy } = await importExample(server.url, 'proxy.ts');
  const [{ fetch }, browser] = [globalThis, new Browser()];
  browser.values.set('clerk-session', 'sess_1');
  const statusWith = async (told) => {
    t.mock.method(globalThis, 'fetch', (url, init) => (String(url).endsWith('/session-tokens') ? told() : fetch(url, init)));
    return withCookies(browser, async () => (await proxy(browser.request('/account'))).status);
  };
  assert.equal(await statusWith(async () => Response.json({ token: 'a.b.c' })), 302);
  assert.equal(await statusWith(() => Promise.reject(new TypeError('fetch failed'))), 503);
});
