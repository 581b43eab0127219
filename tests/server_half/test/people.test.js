// Who somebody is here: how old what `resolve` has told may be.
import assert from 'node:assert/strict';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { SignJWT } from 'jose';

import { packageFolder, refusalOf, server } from '../support/guard.js';
import { project } from '../support/project.js';

const { createGuard, miniLogin, unified } = server;
const secret = 'a secret of thirty-two bytes, or more';
const key = new TextEncoder().encode(secret);
const signed = (header, claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', ...header }).setExpirationTime('1h').sign(key);
const theirs = (id) => signed({}, { id });
const ours = (sub) => signed({ typ: 'at+jwt' }, { sub, platform: 'web', iss: 'urn:hufu:backend', aud: 'urn:hufu:api' });

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
  const { ids } = await guard.verify(await theirs(9));
  assert.throws(() => ids.push('p8'), TypeError, 'they are of other requests, too');
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

test('G12: a staleFor that is no time is refused at the start', () => {
  for (const staleFor of [-1, Number.NaN, Infinity, -Infinity]) assert.throws(() => open({ staleFor }), /^TypeError: staleFor is in seconds/);
});

test('a file that could not be loaded is loaded the next time', async (t) => {
  const folder = project('jose');
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const copy = (name) => copyFileSync(join(packageFolder, 'dist', name), join(folder, name));
  copy('server.js');
  const hufu = await import(pathToFileURL(join(folder, 'server.js')));
  const guard = hufu.createGuard({ issuers: [hufu.miniLogin({ secret })], resolve: () => 'p8' });
  const token = await theirs(8);
  await assert.rejects(guard.verify(token), { code: 'ERR_MODULE_NOT_FOUND' });
  copy('server.people.js');
  const [{ id }] = await Promise.all([1, 2].map(() => guard.verify(token)));
  assert.equal(id, 'p8');
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

test('G12: forget ends what was told of a person, by any of their ids', async () => {
  const { world, guard, who } = open();
  const askedAfter = async (id) => {
    await guard.forget(id);
    await who(theirs(8));
    await who(theirs(9));
    return world.asked.splice(0);
  };
  await askedAfter('nobody');
  assert.deepEqual(await askedAfter('p8'), ['mini_login 8']);
  assert.deepEqual(await askedAfter('p9'), ['mini_login 9']);
  assert.deepEqual(await askedAfter('old'), ['mini_login 9']);
  assert.deepEqual(await askedAfter('nobody'), []);
});

test('of a person of ours resolve is not asked: the subject is the id, and the only one', async () => {
  const { world, guard } = open();
  const { id, ids } = await guard.verify(await ours('p9'));
  assert.deepEqual([id, ids, world.asked], ['p9', ['p9'], []]);
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
