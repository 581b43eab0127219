// The guard: how it starts, what a route is given, what it says when it lets in nobody.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { SignJWT } from 'jose';

import { nodeRequest, packageFolder, refusalOf, server, webRequest } from '../support/guard.js';
import { overHttp2 } from '../support/http2.js';

const { clerk, createGuard, gotrue, miniLogin, oidc, unified, wxLogin } = server;
const secret = 'a secret of thirty-two bytes, or more';
const signed = (claims, key = secret) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setExpirationTime('1h').sign(new TextEncoder().encode(key));
const bearing = (token, more = []) => webRequest({ headers: [['Authorization', `Bearer ${token}`], ...more] });

test('G4, G5: a guard that could let in the wrong people does not start', () => {
  const project = { baseUrl: 'https://project.example.com' };
  const page = 'https://www.example.com';
  const backends = ['a', 'b'].map((name) => unified({ baseUrl: `https://${name}.example.com`, issuer: `urn:${name}` }));
  for (const [fault, make] of [
    [/without an issuer/, () => createGuard({ issuers: [] })],
    [/without iss/, () => createGuard({ issuers: [wxLogin({ secret }), miniLogin({ secret })], resolve: () => 'x' })],
    [/without iss/, () => createGuard({ issuers: [wxLogin({ secret }), gotrue({ ...project, secret })], resolve: () => 'x' })],
    [/Two issuers are called/, () => createGuard({ issuers: [gotrue(project), gotrue(project)], resolve: () => 'x' })],
    [/resolve/, () => createGuard({ issuers: [gotrue(project), clerk({ issuer: 'https://clerk.example.com' })] })],
    // Each could say "7" of somebody else.
    ...[gotrue(project), oidc({ issuer: 'https://id.example.com', audience: 'x' }), miniLogin({ secret })].map((one) => [/resolve/, () => createGuard({ issuers: [one, backends[0]] })]),
    [/takes one/, () => createGuard({ issuers: backends })],
    [/takes one/, () => createGuard({ issuers: backends, resolve: () => 'x' })], // which is not asked who theirs are
    [/32 bytes/, () => gotrue({ ...project, secret: 'short' })],
    [/https only/, () => unified({ baseUrl: 'http://api.example.com' })],
    [/https only/, () => clerk({ issuer: 'ftp://clerk.example.com' })],
    [/authorizedParties/, () => createGuard({ issuers: [clerk({ issuer: 'https://clerk.example.com' })], cookies: {} })],
    [/headers/, () => createGuard({ issuers: [miniLogin({ secret })], cookies: {} }).action(() => 0)],
    [/needs an audience/, () => oidc({ issuer: 'https://id.example.com', audience: [] })],
    [/anybody could sign/, () => oidc({ issuer: 'https://id.example.com', audience: 'x', algorithms: ['HS256'] })],
    [/anybody could sign/, () => oidc({ issuer: 'https://id.example.com', audience: 'x', algorithms: ['none'] })],
    ...['', 'null', '*', 'www.example.com', 'https://', `${page}/`, 'https://*.example.com', 'https://a b'].flatMap((one) => [
      [/is no origin/, () => createGuard({ issuers: [gotrue(project)], cookies: { origins: one } })],
      [/is no origin/, () => createGuard({ issuers: [gotrue(project)], cookies: { origins: [page, one] } })],
      [/is no origin/, () => clerk({ issuer: 'https://clerk.example.com', authorizedParties: [one] })],
    ]),
  ]) {
    assert.throws(make, { name: 'TypeError', message: fault });
  }
  // The halves of one person: their ids cannot be alike.
  createGuard({ issuers: [clerk({ issuer: 'https://clerk.example.com' }), unified({ baseUrl: 'http://127.0.0.1:8787' })] });
});

test('G5: a route is called with a person, or not at all', async () => {
  const guard = createGuard({ issuers: [miniLogin({ secret })] });
  const seen = [];
  const route = guard.route(async (request, person, context) => {
    seen.push([request.method, person.id, context.params]);
    return Response.json({ of: person.id });
  });
  const answer = await route(bearing(await signed({ id: 8 })), { params: 'p' });
  assert.deepEqual(await answer.json(), { of: '8' });
  const nobody = await route(webRequest({ headers: [] }), { params: 'p' });
  assert.deepEqual([nobody.status, nobody.headers.get('WWW-Authenticate'), nobody.headers.get('Cache-Control')], [401, 'Bearer', 'no-store']);
  assert.match(nobody.headers.get('Content-Type'), /^application\/json/);
  assert.deepEqual(await nobody.json(), { error: 'no_token', message: 'Nobody is signed in.' });
  const forged = await route(bearing(await signed({ id: 8 }, 'another secret, as long as the first')), { params: 'p' });
  assert.deepEqual([forged.status, forged.headers.get('WWW-Authenticate')], [401, 'Bearer error="invalid_token"']);
  assert.deepEqual(seen, [['GET', '8', 'p']]);
  // What the route itself throws is its own.
  await assert.rejects(guard.route(() => assert.fail('mine'))(bearing(await signed({ id: 8 }))), /mine/);
});

test('resolve says who that is here; nobody is 403, an outage 503', async () => {
  const people = { 8: { id: 'p8', ids: ['p8', 'old'] }, 9: 'p9', 10: null, 12: '', 13: { id: '' } };
  const resolve = ({ issuer, subject }) => {
    assert.equal(issuer, 'mini_login');
    if (subject === '11') throw new Error('the database is away');
    return people[subject];
  };
  const guard = createGuard({ issuers: [miniLogin({ secret })], resolve });
  const of = async (id) => guard.authenticate(bearing(await signed({ id })));
  assert.deepEqual([(await of(8)).id, (await of(8)).ids, (await of(9)).ids], ['p8', ['p8', 'old'], ['p9']]);
  const [unknown, away] = [await refusalOf(of(10)), await refusalOf(of(11))];
  assert.deepEqual([unknown.status, unknown.reason], [403, 'unknown_person']);
  for (const id of [12, 13, 14]) assert.equal((await refusalOf(of(id))).reason, 'unknown_person');
  assert.deepEqual([away.status, away.headers['Retry-After'], away.cause.message], [503, '1', 'the database is away']);
});

test('ids that are none are the program’s fault: a text is a list of letters', async () => {
  for (const told of [{ id: 'p8', ids: 'p9' }, { id: 'p8', ids: ['p8', 7] }, { id: 'p8', ids: null }, { id: 8 }, 42, true, false, [], ['p8'], {}, { uid: 7 }]) {
    const guard = createGuard({ issuers: [miniLogin({ secret })], resolve: () => told });
    await assert.rejects(guard.verify(await signed({ id: 8 })), { name: 'TypeError', message: /a list of them/ });
  }
});

test('G2: two Authorization lines over HTTP/2 are two', async (t) => {
  const guard = createGuard({ issuers: [miniLogin({ secret })] });
  const app = createServer(async (request, response) => {
    const { person, refused } = await guard.judge(request);
    response.end(person?.id ?? refused.reason);
  });
  await once(app.listen(0, '127.0.0.1'), 'listening');
  t.after(() => app.close());
  const good = `Bearer ${await signed({ id: 8 })}`;
  for (const [lines, answer] of [[[good], '8'], [[good, good], 'malformed_request'], [[good, 'Bearer a.b.c'], 'malformed_request'], [[], 'no_token']]) {
    assert.equal(await overHttp2(app.address().port, lines), answer);
  }
});

test('requests of Node, and a token by itself', async () => {
  const guard = createGuard({ issuers: [miniLogin({ secret })] });
  const token = await signed({ id: 8 });
  assert.equal((await guard.authenticate(nodeRequest({ headers: [['Authorization', `Bearer ${token}`]] }))).id, '8');
  assert.equal((await guard.authenticate({ headers: { authorization: `Bearer ${token}` } })).id, '8'); // without rawHeaders
  assert.equal((await guard.verify(token)).id, '8');
  assert.equal((await refusalOf(guard.verify('a.b.c'))).reason, 'malformed');
});

const project = { baseUrl: 'https://project.example.com', secret };
const claims = { sub: 'p1', aud: 'authenticated', role: 'authenticated' };
const sessionOf = (token) => ({ name: 'sb-project-auth-token', value: `base64-${Buffer.from(JSON.stringify({ access_token: token })).toString('base64url')}` });

test('G7: a server component knows who is signed in, or nobody, and throws where nobody can tell', async () => {
  const guard = createGuard({ issuers: [gotrue(project)], cookies: {} });
  const jar = { getAll: () => [{ name: 'theme', value: 'dark' }, sessionOf(good)] };
  const good = await signed(claims);
  for (const given of [jar, Promise.resolve(jar), () => jar, async () => jar]) assert.equal((await guard.verifiedUser(given)).id, 'p1');
  const forged = await signed(claims, 'another secret, as long as the first');
  for (const cookies of [[], [sessionOf(forged)], [sessionOf('ADMIN')], [{ name: 'sb-project-auth-token', value: 'ADMIN' }]]) {
    assert.equal(await guard.verifiedUser({ getAll: () => cookies }), null);
  }
  const away = createGuard({ issuers: [gotrue(project)], cookies: {}, resolve: () => Promise.reject(new Error('away')) });
  assert.equal((await refusalOf(away.verifiedUser(jar))).status, 503);
});

test('G7: a guard that was not told to take cookies takes none: Clerk’s would need authorizedParties', async () => {
  const guard = createGuard({ issuers: [gotrue(project), clerk({ issuer: 'https://clerk.example.com' })], resolve: ({ subject }) => subject });
  const { name, value } = sessionOf(await signed(claims));
  for (const asking of [{ getAll: () => [{ name, value }] }, webRequest({ headers: [['Cookie', `${name}=${value}`]] })]) {
    await assert.rejects(guard.verifiedUser(asking), { name: 'TypeError', message: /verifiedUser needs cookies/ });
  }
});

test('G7: by the request a page and a route know the same person: of two cookies of one name neither counts', async () => {
  const guard = createGuard({ issuers: [gotrue(project)], cookies: { origins: 'https://www.example.com' } });
  const [mine, theirs] = [sessionOf(await signed(claims)), sessionOf(await signed({ ...claims, sub: 'p2' }))];
  for (const [first, second] of [[mine, theirs], [theirs, mine]]) {
    const headers = [['Cookie', `${first.name}=${first.value}; ${second.name}=${second.value}`]];
    for (const request of [webRequest({ headers }), nodeRequest({ headers })]) {
      assert.equal(await guard.verifiedUser(request), null);
      assert.equal((await refusalOf(guard.authenticate(request))).reason, 'malformed');
    }
  }
  const one = webRequest({ headers: [['Cookie', `${mine.name}=${mine.value}`]] });
  assert.deepEqual([(await guard.verifiedUser(one)).id, (await guard.authenticate(one)).id], ['p1', 'p1']);
  // A part of an origin that stands by itself is none.
  const form = (Origin) => webRequest({ method: 'POST', headers: [['Cookie', `${mine.name}=${mine.value}`], ...Object.entries({ Origin })] });
  assert.equal((await guard.authenticate(form('https://www.example.com'))).id, 'p1');
  for (const part of ['https://www.example', '']) assert.equal((await refusalOf(guard.authenticate(form(part)))).reason, 'other_site');
});

test('G7: header and cookie of one identity: resolve is asked once', async () => {
  const asked = [];
  const resolve = ({ subject }) => {
    asked.push(subject);
    return subject === 'p2' ? 'p1' : subject;
  };
  const guard = createGuard({ issuers: [gotrue(project)], cookies: {}, resolve, staleFor: 0 });
  const both = async (sub) => {
    const { name, value } = sessionOf(await signed({ ...claims, sub }));
    return bearing(await signed(claims), [['Cookie', `${name}=${value}`]]);
  };
  assert.equal((await guard.authenticate(await both('p1'))).id, 'p1');
  assert.equal((await guard.authenticate(await both('p2'))).id, 'p1'); // another subject of the same person
  assert.equal((await refusalOf(guard.authenticate(await both('p3')))).reason, 'other_person');
  assert.deepEqual(asked, ['p1', 'p1', 'p2', 'p1', 'p3']);
});

test('G7: a server action is called with a person, from a page of its own site', async () => {
  let came = {};
  const guard = createGuard({ issuers: [gotrue(project)], cookies: { origins: ['https://www.example.com'], headers: async () => new Headers(came) } });
  const order = guard.action(async (person, tea, cups) => `${person.id}: ${cups} of ${tea}`);
  const { name, value } = sessionOf(await signed(claims));
  came = { cookie: `${name}=${value}`, origin: 'https://www.example.com' };
  assert.equal(await order('oolong', 2), 'p1: 2 of oolong');
  came = { cookie: `${name}=${value}`, origin: 'https://evil.example' };
  assert.equal((await refusalOf(order('oolong', 2))).reason, 'other_site');
  came = { origin: 'https://www.example.com' };
  assert.equal((await refusalOf(order('oolong', 2))).reason, 'no_token');
});

test('G9: what a handler does to the claims, the next request does not see', async () => {
  const guard = createGuard({ issuers: [miniLogin({ secret })] });
  const token = await signed({ id: 8, roles: ['guest'] });
  const person = await guard.verify(token);
  assert.throws(() => person.claims.roles.push('admin'), TypeError);
  assert.throws(() => (person.claims.admin = true), TypeError);
  const { claims } = await guard.verify(token);
  assert.deepEqual([claims.roles, claims.admin], [['guest'], undefined]);
});

test('G6: neither tokens nor secrets are printed', async () => {
  const issuers = [gotrue({ baseUrl: 'https://project.example.com', secret })];
  const guard = createGuard({ issuers });
  const token = await signed({ sub: 'p1', aud: 'authenticated', role: 'authenticated', email: 'ming@example.com' });
  const person = await guard.authenticate(bearing(token));
  const forged = await refusalOf(guard.authenticate(bearing(`${token.slice(0, -8)}AAAAAAAA`)));
  const broken = await refusalOf(guard.authenticate(bearing(`e30.${token.slice(4)}.`)));
  for (const one of [issuers, guard, person, forged, broken, forged.body]) {
    const printed = inspect(one, { depth: 9, showHidden: true }) + JSON.stringify(one) + String(one?.stack);
    for (const hidden of [secret, Buffer.from(secret).toString('hex').slice(0, 16), token.slice(-20), token.split('.')[1].slice(0, 20)]) {
      assert.ok(!printed.includes(hidden), printed);
    }
  }
  assert.ok(!JSON.stringify(person).includes('ming@example.com'));
  assert.equal(person.claims.email, 'ming@example.com');
});

test('without jose the error says what to install', () => {
  const home = mkdtempSync(join(tmpdir(), 'hufu-server-'));
  mkdirSync(join(home, 'dist'));
  for (const name of ['server.js', 'server.cjs']) cpSync(join(packageFolder, 'dist', name), join(home, 'dist', name));
  const program = (load) => `
    const { createGuard, miniLogin } = ${load};
    createGuard({ issuers: [miniLogin({ secret: '${secret}' })] }).verify('e30.eyJpZCI6MX0.AAAA').catch(() => 0).then(() =>
      createGuard({ issuers: [miniLogin({ secret: '${secret}' })] }).verify('eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.AAAA'))`;
  for (const [kind, load] of [['module', "await import('./dist/server.js')"], ['commonjs', "require('./dist/server.cjs')"]]) {
    const { stderr, status } = spawnSync(process.execPath, [`--input-type=${kind}`, '-e', program(load)], { cwd: home, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /hufu\/server needs jose: npm install jose/);
  }
});
