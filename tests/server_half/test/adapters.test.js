// Other people's frameworks, as they are on npm: the same requests have the same answers in each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Hapi from '@hapi/hapi';
import { SignJWT } from 'jose';

import { frameworks } from '../support/frameworks.js';
import { server } from '../support/guard.js';
import * as ofExpress from '../../../wasm/dist/server.express.js';
import * as ofHapi from '../../../wasm/dist/server.hapi.js';

const { createGuard, miniLogin } = server;
const secret = 'a secret of thirty-two bytes, or more';
const signed = (key) => new SignJWT({ id: 8 }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(key));

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
