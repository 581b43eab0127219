// G12, G13, B11: who has ordered on both halves chooses to merge them, and has one basket, in each framework.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { createClient } from '../../../wasm/dist/node.js';
import { lookup, webhook } from '../../../wasm/dist/server.unified.js';
import { filesOf } from '../../support/pages.js';
import { noServer, startServerIn } from '../../support/server.js';
import { frameworks } from '../support/frameworks.js';
import { server as hufu } from '../support/guard.js';
import { project } from '../support/project.js';
import { startShop } from '../support/shop.js';

const { clerk, createGuard, unified } = hufu;
const serverKey = 'the-key-of-the-shop-s-own-server';
const secret = `whsec_${Buffer.alloc(32, 'a').toString('base64')}`;

/** Gives the basket after an order, which belongs to `person.id`; the basket to all of `person.ids`. */
function ordersAt(url) {
  const orders = [];
  return async (person, tea) => {
    const headers = { Authorization: `Bearer ${serverKey}`, 'Content-Type': 'application/json' };
    const told = await fetch(`${url}/api/people/${person.id}/has-data`, { method: 'POST', headers, body: '{"has_data":true}' });
    assert.equal(told.status, 204);
    orders.push({ owner: person.id, tea });
    return orders.filter(({ owner }) => person.ids.includes(owner)).map((one) => one.tea);
  };
}

/** Somebody in WeChat and at Clerk: `phone` and `page` are their clients. */
async function somebody(t, server) {
  const inWechat = await server.person();
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Ada' });
  const getToken = async () => (await server.control('POST', '/clerk/session-tokens', { userId })).token;
  const phone = createClient({ baseUrl: server.url, platform: 'miniprogram', host: { credential: () => inWechat.code() } });
  const page = createClient({ baseUrl: server.url, platform: 'web', session: 'borrowed', host: { credential: getToken } });
  t.after(() => [phone, page].forEach((client) => client.close()));
  await phone.signInWithWechat();
  await page.fetchProfile();
  return { phone, page };
}

/** A shop with this backend, which tells it of merges. */
async function open(t) {
  const shop = await startShop(t);
  const server = await startServerIn({ HUFU_SERVER_KEYS: serverKey, HUFU_WEBHOOK_URL: shop.url, HUFU_WEBHOOK_SECRET: secret }, t);
  return { shop, server };
}

/** They order here and there, say that both are them, and find one basket, which `order` gives. */
async function walk(t, { shop, server }, order) {
  shop.came = [];
  const { phone, page } = await somebody(t, server);
  const basketOf = async (half, tea) => order((await half.accessToken()).token, tea);
  assert.deepEqual(await basketOf(page, 'oolong'), ['oolong']);
  assert.deepEqual(await basketOf(phone, 'puer'), ['puer']);

  const { bindCode, bindingId } = await page.createBindCode({ target: 'wechat' });
  await assert.rejects(phone.redeemBindCode({ bindCode, platform: 'web' }), { code: 'identity_in_use', httpStatus: 422 });
  await phone.mergeAccounts({ bindCode, platform: 'web', survivor: 'issuer' });
  const { number } = await phone.acceptBinding({ bindingId });
  assert.equal((await page.confirmBinding({ bindingId, number })).state, 'confirmed');
  assert.equal((await phone.waitForBinding({ bindingId, since: 'accepted' })).state, 'confirmed');
  await shop.told();
  assert.deepEqual(await basketOf(page, 'sencha'), ['oolong', 'puer', 'sencha']);
  assert.deepEqual(await basketOf(phone, 'jasmine'), ['oolong', 'puer', 'sencha', 'jasmine']);
}

test('one person, one basket', { skip: noServer }, async (t) => {
  const world = await open(t);
  const { url } = world.server;
  for (const [name, start] of Object.entries(frameworks)) {
    await t.test(name, async (t) => {
      const issuers = [clerk({ issuer: `${url}/clerk` }), unified({ baseUrl: url })];
      const guard = createGuard({ issuers, resolve: lookup({ baseUrl: url, serverKey }) });
      world.shop.route = webhook({ secret, guard });
      const send = await start(guard, t, ordersAt(url));
      await walk(t, world, async (token, tea) => {
        const { status, body } = await send([`Bearer ${token}`], tea);
        assert.equal(status, 200, JSON.stringify(body));
        return body;
      });
    });
  }
});

test('docs/how-to/one-basket.md, followed', { skip: noServer }, async (t) => {
  const world = await open(t);
  const { url } = world.server;
  Object.assign(process.env, { HUFU_URL: url, HUFU_SERVER_KEY: serverKey, HUFU_WEBHOOK_SECRET: secret, CLERK_ISSUER: `${url}/clerk` });
  const file = join(project('hufu', 'jose'), 'shop.mjs');
  writeFileSync(file, filesOf('docs/how-to/one-basket.md')['shop.js']);
  const { POST, told } = await import(pathToFileURL(file));
  world.shop.route = told;
  await walk(t, world, async (token, tea) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return (await POST(new Request('https://shop.example.com/api/orders', { method: 'POST', headers, body: JSON.stringify({ tea }) }))).json();
  });
});
