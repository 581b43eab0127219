// Other people's frameworks, as they are on npm: the same requests have the same answers in each.
import assert from 'node:assert/strict';
import { request as ask } from 'node:http';
import { test } from 'node:test';
import Hapi from '@hapi/hapi';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { SignJWT } from 'jose';

import { server } from '../support/guard.js';
import * as ofExpress from '../../../wasm/dist/server.express.js';
import * as ofFastify from '../../../wasm/dist/server.fastify.js';
import * as ofHapi from '../../../wasm/dist/server.hapi.js';
import * as ofHono from '../../../wasm/dist/server.hono.js';

const { createGuard, miniLogin } = server;
const secret = 'a secret of thirty-two bytes, or more';
const signed = (key) => new SignJWT({ id: 8 }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(key));

/** Each starts `GET /orders/:tea` and gives how to ask it: by real HTTP, or as its host would (Hono). */
const frameworks = {
  async Express(guard, t, called) {
    const app = express();
    app.get('/orders/:tea', ofExpress.guarded(guard, (request, response, person) => response.json(called(person, request.params.tea))));
    const listener = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
    t.after(() => listener.close());
    return overHttp(listener.address().port);
  },
  async Fastify(guard, t, called) {
    const app = Fastify();
    app.get('/orders/:tea', ofFastify.guarded(guard, (request, _reply, person) => called(person, request.params.tea)));
    await app.listen({ port: 0, host: '127.0.0.1' });
    t.after(() => app.close());
    return overHttp(app.server.address().port);
  },
  async hapi(guard, t, called) {
    const app = Hapi.server({ port: 0, host: '127.0.0.1' });
    app.auth.scheme('hufu', ofHapi.scheme(guard));
    app.auth.strategy('hufu', 'hufu');
    app.auth.default('hufu');
    app.route({ method: 'GET', path: '/orders/{tea}', handler: ofHapi.guarded((request, _toolkit, person) => called(person, request.params.tea)) });
    await app.start();
    t.after(() => app.stop());
    return overHttp(app.info.port);
  },
  async Hono(guard, _t, called) {
    const app = new Hono();
    app.get('/orders/:tea', ofHono.guarded(guard, (context, person) => context.json(called(person, context.req.param('tea')))));
    return async (lines) => {
      const headers = new Headers();
      for (const value of lines) headers.append('Authorization', value);
      const answer = await app.request('/orders/oolong', { headers });
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.json() };
    };
  },
};

const overHttp = (port) => (lines) =>
  new Promise((resolve, reject) => {
    const asked = ask({ port, host: '127.0.0.1', path: '/orders/oolong', headers: ['Host', 'shop.example.com', 'Connection', 'close', ...lines.flatMap((value) => ['Authorization', value])] }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: JSON.parse(text) }));
    });
    asked.on('error', reject).end();
  });

for (const [name, start] of Object.entries(frameworks)) {
  test(`${name}: a route is called with a person, or not at all`, async (t) => {
    const people = [];
    let isAway = false;
    const resolve = ({ subject }) => {
      if (isAway) throw new Error('away');
      return { id: `p${subject}`, ids: ['old'] };
    };
    const guard = createGuard({ issuers: [miniLogin({ secret })], resolve, staleFor: 0 });
    const send = await start(guard, t, (person, tea) => {
      people.push(person.ids);
      return { owner: person.id, tea };
    });
    const good = `Bearer ${await signed(secret)}`;
    const forged = `Bearer ${await signed('another secret, as long as the first')}`;
    assert.deepEqual(await bodyOf(send([good])), [200, { owner: 'p8', tea: 'oolong' }]);
    const nobody = await send([]);
    assert.deepEqual([nobody.status, nobody.headers['www-authenticate'], nobody.headers['cache-control']], [401, 'Bearer', 'no-store']);
    assert.deepEqual(nobody.body, { error: 'no_token', message: 'Nobody is signed in.' });
    const bad = await send([forged]);
    assert.deepEqual([bad.status, bad.headers['www-authenticate'], bad.body.error], [401, 'Bearer error="invalid_token"', 'invalid_token']);
    assert.equal((await send([good, forged])).status, 400);
    isAway = true;
    const away = await send([good]);
    assert.deepEqual([away.status, away.headers['retry-after'], away.body.error], [503, '1', 'unavailable']);
    assert.deepEqual(people, [['p8', 'old']]);
  });
}

const bodyOf = async (answer) => [(await answer).status, (await answer).body];

test('hapi: a guarded route without the strategy is nobody’s', async () => {
  const app = Hapi.server();
  app.events.on({ name: 'request', channels: 'error' }, (_request, { error }) => assert.match(error.message, /needs the strategy/));
  app.route({ method: 'GET', path: '/', options: { auth: false }, handler: ofHapi.guarded(() => assert.fail('called')) });
  assert.equal((await app.inject('/')).statusCode, 500);
});

test('Express 4, which waits for no promise: what a route rejects with goes to next', async () => {
  const guard = createGuard({ issuers: [miniLogin({ secret })] });
  const request = { headers: { authorization: `Bearer ${await signed(secret)}` } };
  const mine = new Error('mine');
  for (const [judging, thrown, told] of [
    [guard, mine, mine],
    [{ judge: () => Promise.reject(mine) }, null, mine],
    // next() without an error goes on to the next route.
    [guard, undefined, 'Rejected with nothing'],
  ]) {
    const went = [];
    await ofExpress.guarded(judging, () => Promise.reject(thrown))(request, {}, (error) => went.push(error));
    assert.equal(went.length, 1);
    assert.ok(went[0] === told || went[0].message === told, String(went[0]));
  }
});
