// G3, G9: keys are changed under load before eight processes. With --full.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const processes = 8;
/** Their clock runs so many times: five minutes are five seconds. */
const speed = 60;
const apartMs = 10_000;
const minutes = (n) => pass((n * 60_000) / speed);
const worker = fileURLToPath(new URL('../support/guarding_process.js', import.meta.url));

/** A key server, and the processes that ask it. */
async function world(t) {
  const pairs = new Map();
  let published = [];
  const http = createServer((_request, response) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: published })));
  await once(http.listen(0, '127.0.0.1'), 'listening');
  t.after(() => http.close().closeAllConnections());
  const place = `http://127.0.0.1:${http.address().port}`;
  const guards = Array.from({ length: processes }, () => fork(worker, [place, String(speed)]));
  t.after(() => guards.forEach((guard) => guard.kill()));
  await Promise.all(guards.map((guard) => once(guard, 'message')));
  const tell = (wish) => guards.forEach((guard) => guard.send(wish));
  return {
    tell,
    async publish(...names) {
      for (const kid of names) if (!pairs.has(kid)) pairs.set(kid, await generateKeyPair('ES256', { extractable: true }));
      published = await Promise.all(names.map(async (kid) => ({ ...(await exportJWK(pairs.get(kid).publicKey)), kid })));
    },
    async signBy(kid) {
      const claims = { iss: 'urn:hufu:backend', aud: 'urn:hufu:api', platform: 'web' };
      const one = (sub) => new SignJWT({ ...claims, sub }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid }).setExpirationTime('1h').sign(pairs.get(kid).privateKey);
      tell({ tokens: await Promise.all(['p1', 'p2', 'p3'].map(one)) });
    },
    end: () =>
      Promise.all(guards.map(async (guard) => {
        const answered = once(guard, 'message');
        guard.send('end');
        return (await answered)[0];
      })),
  };
}

function assertAskedSeldom(asks) {
  for (const [at, ms] of asks.entries()) assert.ok(at === 0 || ms - asks[at - 1] >= apartMs, `${asks[at - 1]}, then ${ms}`);
}

const inFull = { skip: !process.env.HUFU_TEST_FULL && 'with --full' };

test('G3: a key that was published five minutes before it is used costs nobody anything', inFull, async (t) => {
  const { publish, signBy, end } = await world(t);
  await publish('first');
  await signBy('first');
  await minutes(1);
  await publish('first', 'second');
  await minutes(5);
  await signBy('second');
  await minutes(1);
  await publish('second');
  await minutes(6);
  for (const { told, asks } of await end()) {
    assert.deepEqual(Object.keys(told.tokens), ['200']);
    assert.ok(told.tokens[200] > 0, JSON.stringify(told));
    assertAskedSeldom(asks);
  }
});

test('G9: a key that is used at once, beside 1,000 forged ones a second: nobody can tell for ten seconds, and nobody is refused', inFull, async (t) => {
  const { publish, signBy, tell, end } = await world(t);
  await publish('first');
  await signBy('first');
  tell({ garbagePerSecond: 1000 / processes });
  await minutes(1);
  for (const [now, next] of [['first', 'second'], ['second', 'third'], ['third', 'fourth']]) {
    await publish(now, next);
    await signBy(next);
    await minutes(1);
  }
  for (const { told, asks } of await end()) {
    assert.deepEqual(Object.keys(told.tokens).filter((status) => !['200', '503'].includes(status)), [], JSON.stringify(told));
    assert.ok(told.tokens[200] > (told.tokens[503] ?? 0), JSON.stringify(told));
    assert.deepEqual(Object.keys(told.garbage).filter((status) => !['401', '503'].includes(status)), [], JSON.stringify(told));
    assertAskedSeldom(asks);
  }
});
