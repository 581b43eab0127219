// hufu/server beside a real backend: one person, one basket, and what it tells by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';

import { noServer, startServerIn } from '../../support/server.js';
import { lookup, webhook } from '../../../wasm/dist/server.unified.js';
import { refusalOf, server as hufu } from '../support/guard.js';
import { startShop } from '../support/shop.js';
import { signIn } from '../support/unified.js';

const { clerk, createGuard, unified } = hufu;
const serverKey = 'the-key-of-the-shop-s-own-server-of-32';
const secret = `whsec_${Buffer.alloc(32, 's').toString('base64')}`;

/** A shop and its backend, and how somebody calls that. */
async function open(t) {
  const shop = await startShop(t);
  const settings = { HUFU_SERVER_KEYS: serverKey, HUFU_WEBHOOK_URL: shop.url, HUFU_WEBHOOK_SECRET: secret };
  const server = await startServerIn(settings, t);
  const issuers = [clerk({ issuer: `${server.url}/clerk` }), unified({ baseUrl: server.url })];
  const guard = createGuard({ issuers, resolve: lookup({ baseUrl: server.url, serverKey }) });
  shop.events = [];
  shop.route = webhook({ secret, guard }, (event) => void shop.events.push(event));
  const call = async (method, path, token, platform, body) => {
    const headers = { Authorization: `Bearer ${token}`, 'X-Platform': platform, ...(body && { 'Content-Type': 'application/json' }) };
    const answer = await fetch(`${server.url}${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, ...(text && JSON.parse(text)) };
  };
  return { shop, server, guard, call };
}

async function clerkToken(server) {
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Ada' });
  return (await server.control('POST', '/clerk/session-tokens', { userId })).token;
}

test('G13, G14: what a real backend tells of a merge makes both halves one person at once; and the standard’s own package believes it', { skip: noServer }, async (t) => {
  const { shop, server, guard, call } = await open(t);
  const [mini, web] = [await signIn(server), await clerkToken(server)];
  assert.equal((await refusalOf(guard.verify(web))).reason, 'unknown_person', 'they have not been at the backend');
  await call('GET', '/api/user/profile', web, 'web');
  const orders = [];
  for (const token of [mini.token, web]) orders.push((await guard.verify(token)).id);
  assert.notEqual(orders[0], orders[1]);
  const basketOf = async (token) => {
    const { ids } = await guard.verify(token);
    return orders.filter((owner) => ids.includes(owner)).length;
  };
  assert.deepEqual([await basketOf(mini.token), await basketOf(web)], [1, 1]);

  assert.equal((await call('POST', `/api/people/${orders[0]}/has-data`, serverKey, 'server', { has_data: true })).status, 204);
  const { bindCode, bindingId } = await call('POST', '/api/bind-codes', web, 'web', { target: 'wechat' });
  const wish = { bindCode, platform: 'web' };
  const silently = await call('POST', '/api/bind-account', mini.token, 'miniprogram', wish);
  assert.deepEqual([silently.status, silently.error], [422, 'identity_already_exists']);
  assert.equal((await call('POST', '/api/users/merge', mini.token, 'miniprogram', { ...wish, survivor: 'issuer' })).status, 202);
  const { number } = await call('POST', `/api/bindings/${bindingId}/accept`, mini.token, 'miniprogram');
  assert.equal((await call('POST', `/api/bindings/${bindingId}/confirm`, web, 'web', { number })).status, 200);

  await shop.told();
  const renewed = await call('POST', '/api/auth/refresh', '', 'miniprogram', { refreshToken: mini.refreshToken });
  for (const token of [renewed.token, web]) {
    const { id, ids } = await guard.verify(token);
    assert.deepEqual([id, ids, await basketOf(token)], [orders[1], [orders[1], orders[0]], 2]);
  }
  assert.equal(shop.came.length, 1);
  const [{ headers, body }] = shop.came;
  assert.deepEqual(shop.events.map(({ type, data }) => ({ type, data })), [{ type: 'person.merged', data: { into: orders[1], from: orders[0] } }]);
  // By the standard's own package: whoever signs and whoever checks are not both ours.
  assert.equal(new Webhook(secret).verify(body, headers).type, 'person.merged');
  assert.throws(() => new Webhook(secret).verify(body.replace(orders[0], 'ADMIN'), headers));
});

test('lookup: a key that the backend does not know, or that is not good for it, is an outage and no stranger', { skip: noServer }, async (t) => {
  const otherKey = 'a-key-that-is-good-for-something-else';
  const server = await startServerIn({ HUFU_SERVER_KEYS: `people:${otherKey}` }, t);
  const token = await clerkToken(server);
  for (const key of [serverKey, otherKey]) {
    const guard = createGuard({ issuers: [clerk({ issuer: `${server.url}/clerk` })], resolve: lookup({ baseUrl: server.url, serverKey: key }) });
    const refused = await refusalOf(guard.verify(token));
    assert.deepEqual([refused.status, refused.reason], [503, 'backend_unavailable']);
  }
});
