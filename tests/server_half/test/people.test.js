// Who somebody is here: how old what `resolve` has told may be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';

import { refusalOf, server } from '../support/guard.js';

const { createGuard, miniLogin, unified } = server;
const secret = 'a secret of thirty-two bytes, or more';
const key = new TextEncoder().encode(secret);
const signed = (header, claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', ...header }).setExpirationTime('1h').sign(key);
const theirs = (id) => signed({}, { id });
const ours = (sub, gen) =>
  signed({ typ: 'at+jwt' }, { sub, gen, platform: 'web', iss: 'urn:hufu:mock-server', aud: 'urn:hufu:api' });

/** A guard, whom it asked about, and what it is told from now on. */
function open(more = {}) {
  const asked = [];
  const world = { now: 0, asked, people: { 8: 'p8', 9: { id: 'p9', ids: ['old'] } } };
  const resolve = async ({ issuer, subject }) => {
    asked.push(`${issuer} ${subject}`);
    return world.people[subject] ?? null;
  };
  const issuers = [miniLogin({ secret }), unified({ baseUrl: 'https://api.example.com', secret })];
  const guard = createGuard({ issuers, resolve, uptime: () => world.now, ...more });
  return { world, guard, who: async (token) => (await guard.verify(await token)).id };
}

test('G12: an answer is kept for a minute', async () => {
  const { world, guard, who } = open();
  assert.deepEqual([await who(theirs(8)), await who(theirs(8)), await who(theirs(9))], ['p8', 'p8', 'p9']);
  assert.deepEqual((await guard.verify(await theirs(9))).ids, ['p9', 'old']);
  world.people[8] = 'p7';
  world.now = 59_999;
  assert.equal(await who(theirs(8)), 'p8');
  assert.deepEqual(world.asked, ['mini_login 8', 'mini_login 9']);
  world.now = 60_000;
  assert.equal(await who(theirs(8)), 'p7');
});

test('G12: staleFor says for how long; with 0 it is asked each time', async () => {
  for (const [staleFor, times] of [[0, 3], [1, 2], [60, 1]]) {
    const { world, who } = open({ staleFor });
    await who(theirs(8));
    await who(theirs(8));
    world.now = 1000;
    await who(theirs(8));
    assert.equal(world.asked.length, times);
  }
});

test('G12: forget ends an answer at once, and one that is under way', async () => {
  const { world, guard, who } = open();
  await who(theirs(8));
  await who(theirs(9));
  world.people = { 8: 'p7', 9: 'p6' };
  await guard.forget('mini_login', '8');
  assert.deepEqual([await who(theirs(8)), await who(theirs(9))], ['p7', 'p9']);

  let tell;
  const slow = open({ resolve: () => new Promise((resolve) => (tell = resolve)) });
  const early = slow.who(theirs(8));
  while (!tell) await new Promise(setImmediate);
  await slow.guard.forget('mini_login', '8');
  tell('of before');
  assert.equal(await early, 'of before');
  tell = undefined;
  const late = slow.who(theirs(8));
  while (!tell) await new Promise(setImmediate);
  tell('of after');
  assert.equal(await late, 'of after');
  await createGuard({ issuers: [miniLogin({ secret })] }).forget('mini_login', '8'); // there is nothing to forget
});

test('G12: a newer token of our own ends what was told of that person', async () => {
  const { world, who } = open();
  assert.equal(await who(ours('p8', 3)), 'p8');
  await who(theirs(8));
  await who(theirs(9));
  world.people[8] = { id: 'p8', ids: ['absorbed'] };
  for (const gen of [3, 2, undefined, '9']) await who(ours('p8', gen));
  await who(theirs(8));
  assert.equal(world.asked.length, 2);
  await who(ours('p8', 4));
  await who(theirs(8));
  await who(theirs(9));
  assert.deepEqual(world.asked.slice(2), ['mini_login 8']);
});

test('G12: neither nobody nor an outage is kept', async () => {
  const { world, guard, who } = open();
  assert.equal((await refusalOf(guard.verify(await theirs(10)))).reason, 'unknown_person');
  world.people[10] = 'p10';
  assert.equal(await who(theirs(10)), 'p10');
  let isAway = true;
  const shaky = open({ resolve: () => (isAway ? Promise.reject(new Error('away')) : 'p8') });
  assert.equal((await refusalOf(shaky.guard.verify(await theirs(8)))).status, 503);
  isAway = false;
  assert.equal(await shaky.who(theirs(8)), 'p8');
});
