// hufu/server/unified against a stub of the backend: who somebody is, and what it tells by itself.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { SignJWT } from 'jose';

import { lookup, webhook } from '../../../wasm/dist/server.unified.js';
import { refusalOf, server } from '../support/guard.js';

const { createGuard, miniLogin } = server;
const secret = 'a secret of thirty-two bytes, or more';
const tokenOf = (id) => new SignJWT({ id }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(secret));

/** A backend that knows these people, and what it was asked. */
async function backend(t) {
  const stub = { people: { 8: { id: 'p8', ids: ['p8'] } }, asked: [], answer: null };
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    stub.asked.push({ line: `${request.method} ${request.url}`, key: request.headers.authorization, body: JSON.parse(body) });
    const { status = 200, text, location = '' } = stub.answer ?? {};
    const { subject } = JSON.parse(body);
    response.writeHead(status, { 'Content-Type': 'application/json', ...(location && { Location: location }) });
    response.end(text ?? JSON.stringify({ person: stub.people[subject] ?? null }));
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  t.after(() => http.close().closeAllConnections());
  return Object.assign(stub, { url: `http://127.0.0.1:${http.address().port}` });
}

const guardOf = (stub) => createGuard({ issuers: [miniLogin({ secret })], resolve: lookup({ baseUrl: `${stub.url}/`, serverKey: 'the-key' }) });

test('G12: the backend says who it is, in a body, and once', async (t) => {
  const stub = await backend(t);
  const guard = guardOf(stub);
  for (let i = 0; i < 3; ++i) assert.deepEqual((await guard.verify(await tokenOf(8))).ids, ['p8']);
  assert.deepEqual(stub.asked, [{ line: 'POST /api/people/lookup', key: 'Bearer the-key', body: { issuer: 'mini_login', subject: '8' } }]);
  assert.equal((await refusalOf(guard.verify(await tokenOf(9)))).reason, 'unknown_person');
});

test('lookup: a backend that is away, refuses or says something else is an outage, and no key is told', async (t) => {
  const stub = await backend(t);
  for (const answer of [
    { status: 401 }, { status: 404 }, { status: 500 }, { status: 302, location: 'http://127.0.0.1:1/' }, { text: '<html>' }, { text: '{}' }, { text: '[]' },
    { text: JSON.stringify({ person: { id: 'p8', ids: ['p8'] }, more: 'x'.repeat(256 * 1024) }) }, { text: '{"person":{"id":"p8"}}' }, { text: '{"person":{"id":8,"ids":[]}}' }, { text: '{"person":{"id":"","ids":[]}}' }, { text: '{"person":{"id":"p8","ids":[8]}}' },
  ]) {
    stub.answer = answer;
    const refused = await refusalOf(guardOf(stub).verify(await tokenOf(8)));
    assert.deepEqual([refused.status, refused.reason], [503, 'backend_unavailable'], JSON.stringify(answer));
    assert.ok(!`${refused.cause?.message} ${refused.cause?.stack}`.includes('the-key'));
  }
  const away = guardOf({ url: 'http://127.0.0.1:1' });
  assert.equal((await refusalOf(away.verify(await tokenOf(8)))).status, 503);
  for (const options of [{ baseUrl: 'http://api.example.com', serverKey: 'x' }, { baseUrl: 'https://api.example.com', serverKey: '' }]) {
    assert.throws(() => lookup(options), TypeError);
  }
});

const keyOf = (letter) => Buffer.alloc(32, letter);
const whsec = (letter) => `whsec_${keyOf(letter).toString('base64')}`;
const nowS = 1_800_000_000;

/** A signed request, as the backend sends it, but for `more`. */
function told(body, { id = 'msg_1', at = nowS, letter = 'a', prefix = 'webhook', signature, sent } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const proof = createHmac('sha256', keyOf(letter)).update(`${id}.${at}.${text}`).digest('base64');
  const headers = { [`${prefix}-id`]: id, [`${prefix}-timestamp`]: String(at), [`${prefix}-signature`]: signature?.(proof) ?? `v1,${proof}` };
  return new Request('https://shop.example.com/api/webhook', { method: 'POST', headers, body: sent ?? text });
}
const merged = (into, from) => ({ type: 'person.merged', timestamp: '2027-01-15T08:00:00Z', data: { into, from } });

function hook(options = {}) {
  const events = [];
  return { events, route: webhook({ secret: whsec('a'), now: () => nowS * 1000, ...options }, (event) => void events.push(event)) };
}

test('G13: told once, whoever signs it as the standard has it', async () => {
  const { events, route } = hook({ secret: [whsec('a'), whsec('b')] });
  const ways = [{}, { id: 'msg_2', letter: 'b' }, { id: 'msg_3', prefix: 'svix' }, { id: 'msg_4', signature: (proof) => `v1a,xx v1,AAAA v1,${proof}` }];
  for (const way of [...ways, ...ways]) assert.equal((await route(told(merged('p8', 'p9'), way))).status, 204);
  assert.deepEqual(events.map(({ id }) => id), ['msg_1', 'msg_2', 'msg_3', 'msg_4']);
  assert.deepEqual(events[0], { id: 'msg_1', type: 'person.merged', data: { into: 'p8', from: 'p9' } });
  assert.equal((await route(told(merged('p8', 'p9'), { id: 'msg_5', at: nowS - 300 }))).status, 204);
});

test('G13: what is not signed, not now or not so is refused, and nobody is called', async () => {
  const { events, route } = hook();
  const body = merged('p8', 'p9');
  for (const [kind, request, status] of [
    ['another secret', told(body, { letter: 'b' }), 401],
    ['changed', told(body, { sent: JSON.stringify(merged('ADMIN', 'p9')) }), 401],
    ['old', told(body, { at: nowS - 301 }), 401],
    ['ahead', told(body, { at: nowS + 301 }), 401],
    ['no time', told(body, { at: 'now' }), 401],
    ['no id', told(body, { id: '' }), 401],
    ['no signature', told(body, { signature: () => '' }), 401],
    ['another version', told(body, { signature: (proof) => `v2,${proof}` }), 401],
    ['no base64', told(body, { signature: () => 'v1,%' }), 401],
    ['nothing', new Request('https://shop.example.com/', { method: 'POST' }), 401],
    ['too large', told(`"${'x'.repeat(256 * 1024)}"`), 413],
    ['too large in bytes', told(`"${'虎'.repeat(100 * 1024)}"`), 413],
    ['no JSON', told('<html>'), 400],
    ['no event', told({ data: {} }), 400],
    ['no data', told({ type: 'person.merged', data: 'x' }), 400],
  ]) {
    assert.equal((await route(request)).status, status, kind);
  }
  assert.deepEqual(events, []);
  for (const weak of ['', 'whsec_', 'whsec_AAAA', 'whsec_%']) assert.throws(() => webhook({ secret: weak }), TypeError);
});

test('G13: of what is not signed, not now or too long no more is read than it takes to know', async () => {
  const { route } = hook();
  const sending = (request, parts) => {
    let sent = 0;
    const pull = (controller) => (++sent > parts ? controller.close() : controller.enqueue(new Uint8Array(64 * 1024)));
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    return { read: () => sent, request: new Request(request.url, { method: 'POST', headers: request.headers, body, duplex: 'half' }) };
  };
  const body = merged('p8', 'p9');
  for (const way of [{ id: '' }, { at: nowS - 301 }, { at: 'now' }, { signature: () => '' }, { signature: () => 'v1,%' }]) {
    const { read, request } = sending(told(body, way), 100);
    assert.deepEqual([(await route(request)).status, read()], [401, 0], JSON.stringify(way));
  }
  const { read, request } = sending(told(body), 100);
  assert.deepEqual([(await route(request)).status, read()], [413, 5]);
});

test('G13: told twice at once it is done once; what failed then is told again', async () => {
  const came = [];
  let end;
  const route = webhook({ secret: whsec('a'), now: () => nowS * 1000 }, (event) => {
    came.push(event.id);
    return new Promise((resolve, reject) => (end = { resolve, reject }));
  });
  const twice = () => Promise.allSettled([1, 2].map(() => route(told(merged('p8', 'p9')))));
  const ended = async (how) => {
    const both = twice();
    end = undefined;
    while (!end) await new Promise(setImmediate);
    for (let turns = 0; turns < 20; ++turns) await new Promise(setImmediate); // until the second waits, too
    end[how](new Error('the database is away'));
    return (await both).map(({ value, reason }) => value?.status ?? reason.message);
  };
  assert.deepEqual(await ended('reject'), Array(2).fill('the database is away'));
  assert.deepEqual(await ended('resolve'), [204, 204]);
  assert.deepEqual((await twice()).map(({ value }) => value.status), [204, 204]);
  assert.deepEqual(came, ['msg_1', 'msg_1']);
});

test('G13: what has not ended after ten seconds is 503, and told again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  // Whoever has set its ten seconds waits for the deed.
  const ten = t.mock.method(globalThis, 'setTimeout');
  let begun = 0;
  const ends = [];
  const route = webhook({ secret: whsec('a'), now: () => nowS * 1000 }, () => {
    begun += 1;
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  });
  const tell = () => route(told(merged('p8', 'p9')));
  const wait = async (count) => {
    while (ten.mock.callCount() < count) await new Promise(setImmediate);
  };
  const both = [tell(), tell()];
  await wait(2);
  t.mock.timers.tick(10_000);
  assert.deepEqual((await Promise.all(both)).map(({ status }) => status), [503, 503]);
  const again = tell();
  await wait(3);
  ends[0].reject(new Error('too late'));
  ends[1].resolve();
  assert.equal((await again).status, 204);
  assert.equal((await tell()).status, 204);
  assert.equal(begun, 2);
});

test('G13: what could not be done is told again', async () => {
  let isAway = true;
  const route = webhook({ secret: whsec('a'), now: () => nowS * 1000 }, () => {
    if (isAway) throw new Error('the database is away');
  });
  await assert.rejects(route(told(merged('p8', 'p9'))), /away/);
  isAway = false;
  assert.equal((await route(told(merged('p8', 'p9')))).status, 204);
});

test('G12: people who were merged are looked up anew at once', async (t) => {
  const stub = await backend(t);
  const guard = guardOf(stub);
  stub.people[9] = { id: 'p9', ids: ['p9'] };
  stub.people[10] = { id: 'p10', ids: ['p10'] };
  const idOf = async (subject) => (await guard.verify(await tokenOf(subject))).ids;
  for (const subject of [8, 9, 10]) await idOf(subject);
  stub.people[8] = stub.people[9] = { id: 'p8', ids: ['p8', 'p9'] };
  assert.deepEqual(await idOf(9), ['p9'], 'kept');
  const { route } = hook({ guard });
  assert.equal((await route(told(merged('p8', 'p9')))).status, 204);
  assert.deepEqual([await idOf(8), await idOf(9), await idOf(10)], [['p8', 'p9'], ['p8', 'p9'], ['p10']]);
  assert.deepEqual(stub.asked.map(({ body }) => body.subject), ['8', '9', '10', '8', '9']);
});

test('G12, G14: somebody who was deleted is looked up anew at once', async (t) => {
  const stub = await backend(t);
  const guard = guardOf(stub);
  for (const subject of [9, 10]) stub.people[subject] = { id: `p${subject}`, ids: [`p${subject}`] };
  for (const subject of [8, 9, 10]) await guard.verify(await tokenOf(subject));
  stub.people = {};
  const { route } = hook({ guard });
  for (const [id, data] of [['msg_1', { id: 'p8', ids: ['p8', 'p9'] }], ['msg_2', { ids: 'p10' }]]) {
    assert.equal((await route(told({ type: 'person.deleted', data }, { id }))).status, 204);
  }
  for (const subject of [8, 9]) assert.equal((await refusalOf(guard.verify(await tokenOf(subject)))).reason, 'unknown_person');
  assert.deepEqual((await guard.verify(await tokenOf(10))).ids, ['p10'], 'kept');
});
