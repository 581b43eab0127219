// Both packages, packed and installed into an empty project, as a newcomer has them.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { before, after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = fileURLToPath(new URL('../../mock-server/npm', import.meta.url));
const platform = join(folder, 'dist/hufu-mock-server-linux-x64');
const project = mkdtempSync(join(tmpdir(), 'hufu-mock-server-'));
const installed = join(project, 'node_modules/hufu-mock-server');
// Nothing from this repository may stand in for what the packages lack.
const env = { ...process.env, NO_COLOR: '1' };
delete env.HUFU_MOCK_SERVER;
delete env.NODE_OPTIONS;
delete process.env.HUFU_MOCK_SERVER;

const run = (program, ...args) => execFileSync(program, args, { cwd: project, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const write = (name, text) => writeFileSync(join(project, name), text);

function pack(from) {
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], { cwd: from, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  return { tarball: join(project, filename), files: files.map(({ path }) => path).sort() };
}

let packed;
before(() => {
  packed = [pack(folder), pack(platform)];
  write('package.json', '{ "private": true, "type": "module" }\n');
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', ...packed.map(({ tarball }) => tarball));
  // The test frameworks are the only guests.
  for (const guest of ['vitest', '@playwright/test', 'typescript']) {
    mkdirSync(join(project, 'node_modules', guest, '..'), { recursive: true });
    symlinkSync(join(here, 'node_modules', guest), join(project, 'node_modules', guest));
  }
});
after(() => rmSync(project, { recursive: true, force: true }));

test('what is packed is what is meant to be packed', () => {
  assert.deepEqual(packed[0].files, ['LICENSE', 'README.md', 'bin/hufu-mock-server.js', 'control.js', 'inbox.js', 'index.d.ts', 'index.js', 'package.json', 'program.js', 'wx.js']);
  const others = packed[1].files.filter((path) => !/^(lib\/lib[\w.+-]+\.so[\d.]*|licenses\/[\w.+-]+\.txt)$/.test(path));
  assert.deepEqual(others, ['LICENSE', 'bin/hufu-mock-server', 'package.json']);
});

test('nothing runs when they are installed, and nothing else comes with them', () => {
  for (const at of [installed, join(project, 'node_modules/hufu-mock-server-linux-x64')]) {
    const { scripts = {}, dependencies } = createRequire(import.meta.url)(join(at, 'package.json'));
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) assert.equal(scripts[script], undefined);
    assert.equal(dependencies, undefined);
  }
});

test('the program finds every library beside it, but for those of the system', () => {
  const home = join(project, 'node_modules/hufu-mock-server-linux-x64');
  const text = execFileSync('ldd', [join(home, 'bin/hufu-mock-server')], { env, encoding: 'utf8' });
  const foreign = [...text.matchAll(/^\s*(\S+) => (\S+)/gm)].filter(([, , path]) => !normalize(path).startsWith(join(home, 'lib')));
  const systems = ['libc', 'libm', 'libresolv', 'libdl', 'libpthread', 'librt', 'libgcc_s', 'libstdc++'];
  const strange = foreign.map(([, name]) => name.replace(/\.so.*/, '')).filter((name) => !systems.includes(name));
  assert.deepEqual(strange, []);
  assert.ok(readdirSync(join(home, 'licenses')).length > 5);
});

test('npx hufu-mock-server: listens, ends by a signal with status 0, refuses a wrong flag', async () => {
  const child = spawn(join(project, 'node_modules/.bin/hufu-mock-server'), ['--port', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = /^listening (http:\S+)$/.exec(line)[1];
  assert.equal((await fetch(`${url}/openapi.json`)).status, 200);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  const wrong = spawnSync('npx', ['--offline', 'hufu-mock-server', '--fridge'], { cwd: project, env, encoding: 'utf8' });
  assert.ok(wrong.status > 0);
  assert.match(wrong.stderr, /fridge/);
});

test('started, asked and stopped from a program, by import and by require', async (t) => {
  const require = createRequire(join(project, 'x.js'));
  for (const { startMockServer } of [require('hufu-mock-server'), await import(join(installed, 'index.js'))]) {
    const server = await startMockServer();
    t.after(() => server.stop());
    const person = await server.wechatPerson({ nickname: 'Ada' });
    const sign = async () =>
      fetch(`${server.url}/api/wechat/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Platform': 'miniprogram' },
        body: JSON.stringify({ code: await person.loginCode() }),
      });
    assert.equal((await sign()).status, 200);
    await server.fault({ route: 'POST /api/wechat/login', status: 503 });
    assert.equal((await sign()).status, 503);
    assert.equal(await server.requests('POST /api/wechat/login'), 2);
    const { nowMs: first } = await server.control('GET', '/clock');
    await server.advance(3_600_000);
    assert.ok((await server.control('GET', '/clock')).nowMs >= first + 3_600_000);
    const user = await server.clerkUser({ firstName: 'Ada' });
    assert.equal((await user.token()).split('.').length, 3);
    assert.equal(typeof (await person.phoneCode()), 'string');
    assert.equal(typeof (await person.websiteCode()), 'string');
    await server.reset();
    assert.equal(await server.requests('POST /api/wechat/login'), 0);
    await assert.rejects(server.control('GET', '/fridge'), /404/);
    await server.stop();
    await assert.rejects(fetch(server.url));
  }
});

test('mails are read from the inbox', async (t) => {
  const { startMockServer, Inbox } = await import(join(installed, 'index.js'));
  const server = await startMockServer();
  t.after(() => server.stop());
  const post = (path, body) =>
    fetch(`${server.url}/auth/v1${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const [email, other] = ['ada@example.com', 'bob@example.com'];
  await assert.rejects(server.inbox.last(email, { waitMs: 0 }), { message: `No mail to ${email}; the inbox is empty.` });
  // One that is on its way is waited for.
  const coming = server.inbox.last(email, { waitMs: 30_000 });
  await post('/otp', { email });
  const mail = await coming;
  assert.deepEqual([mail.to, mail.channel], [email, 'email']);
  assert.ok(mail.text.includes(mail.code) && mail.html.includes(mail.code));
  assert.equal(new URL(mail.link).searchParams.get('token'), mail.tokenHash);
  const signedIn = await post('/verify', { type: 'email', email, token: mail.code });
  assert.equal((await signedIn.json()).user.email, email);
  await post('/otp', { email: other });
  assert.deepEqual((await new Inbox(server.url).all()).map(({ to }) => to), [other, email]);
  assert.equal((await server.inbox.all(other)).length, 1);
  await assert.rejects(server.inbox.last(other, { kind: 'recovery', waitMs: 0 }), /No mail of kind recovery to bob@.*instead \(2\): bob@.* \(magiclink\), ada@/);
  await server.inbox.clear();
  assert.deepEqual(await server.inbox.all(), []);
});

test("the application's own environment is not the server's", async (t) => {
  const { startMockServer } = await import(join(installed, 'index.js'));
  Object.assign(process.env, { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', WECHAT_APP_SECRET: 'of the application' });
  t.after(() => ['DATABASE_URL', 'WECHAT_APP_SECRET'].forEach((name) => delete process.env[name]));
  const errcode = async (server, secret) => {
    const asked = new URLSearchParams({ appid: 'wx0000000000000001', secret, js_code: 'none', grant_type: 'authorization_code' });
    return (await (await fetch(`${server.url}/wechat/sns/jscode2session?${asked}`)).json()).errcode;
  };
  const server = await startMockServer();
  t.after(() => server.stop());
  assert.equal(await errcode(server, 'fake-wechat-app-secret-for-tests'), 40029);
  const told = await startMockServer({ environment: { WECHAT_APP_SECRET: 'of this test' } });
  t.after(() => told.stop());
  assert.equal(await errcode(told, 'of this test'), 40029);
});

test('a phone for a mini-program: sign-in, requests, what is stored encrypted and what is not', async (t) => {
  const { startMockServer } = await import(join(installed, 'index.js'));
  const server = await startMockServer();
  t.after(() => server.stop());
  const person = await server.wechatPerson({ nickname: 'Ada' });
  const wx = person.wx();
  const ask = (name, asked = {}) => new Promise((success, fail) => wx[name]({ ...asked, success, fail }));
  const url = `${server.url}/api/wechat/login`;
  const header = { 'X-Platform': 'miniprogram' };

  const { code } = await ask('login');
  const signedIn = await ask('request', { url, method: 'POST', header, data: { code } });
  assert.equal(signedIn.statusCode, 200);
  assert.equal(typeof signedIn.data.user.id, 'string');
  // An answer of any status is a success; only what got none fails.
  assert.equal((await ask('request', { url, method: 'POST', header, data: { code } })).statusCode, 400);
  await assert.rejects(ask('request', { url: 'http://127.0.0.1:1/' }), { errMsg: /^request:fail/ });
  // What is sent, and how it is called, as by WeChat: headers in any case, objects in the address or as a form.
  const echo = createServer(async (request, response) => {
    const said = await new Response(request).text();
    response.end(JSON.stringify([request.url, request.headers['content-type'], said]));
  }).listen(0, '127.0.0.1');
  t.after(() => echo.close());
  await once(echo, 'listening');
  const at = `http://127.0.0.1:${echo.address().port}/a`;
  const echoed = async (asked) => (await ask('request', { url: at, ...asked })).data;
  const data = { b: 'ä 1' };
  const [json, form] = ['application/json', 'application/x-www-form-urlencoded'];
  assert.deepEqual(await echoed({ data }), ['/a?b=%C3%A4%201', json, '']);
  assert.deepEqual(await echoed({ url: `${at}?c=2`, data }), ['/a?c=2&b=%C3%A4%201', json, '']);
  assert.deepEqual(await echoed({ method: 'POST', header: { 'content-type': json }, data }), ['/a', json, '{"b":"ä 1"}']);
  assert.deepEqual(await echoed({ method: 'POST', header: { 'content-type': form }, data }), ['/a', form, 'b=%C3%A4%201']);
  assert.equal((await ask('request', { url: at, responseType: 'arraybuffer' })).data.constructor, ArrayBuffer);
  await assert.rejects(new Promise((success, fail) => wx.request({ url, success, fail }).abort()), { errMsg: 'request:fail abort' });
  assert.deepEqual(Object.keys(await ask('getUserInfo', { withCredentials: true })).sort(), ['encryptedData', 'errMsg', 'iv', 'rawData', 'signature', 'userInfo']);
  assert.equal((await ask('getRandomValues', { length: 8 })).randomValues.byteLength, 8);

  await ask('setStorage', { key: 'a', data: '1', encrypt: true });
  await assert.rejects(ask('getStorage', { key: 'a' }), { errMsg: 'getStorage:fail data not found' });
  assert.equal((await ask('getStorage', { key: 'a', encrypt: true })).data, '1');
  wx.setStorageSync('b', '2');
  assert.deepEqual(wx.getStorageInfoSync().keys, ['b']);
  assert.equal(wx.getStorageSync('c'), '');
  await ask('removeStorage', { key: 'a' });
  await assert.rejects(ask('getStorage', { key: 'a', encrypt: true }));
  assert.equal(person.wx().getStorageSync('b'), '', 'another phone');
});

test('what cannot be started says why', async () => {
  const { startMockServer } = await import(join(installed, 'index.js'));
  await assert.rejects(startMockServer({ flags: ['--fridge'] }), /it ended with status \d+\n[\s\S]*fridge/);
  const elsewhere = spawnSync(
    process.execPath,
    ['-e', "Object.defineProperty(process, 'arch', { value: 'vax' }); require('hufu-mock-server').startMockServer().catch((e) => console.log(e.message))"],
    { cwd: project, env, encoding: 'utf8' },
  );
  assert.match(elsewhere.stdout, /no program for linux-vax.*HUFU_MOCK_SERVER/);
  const named = spawnSync(join(project, 'node_modules/.bin/hufu-mock-server'), [], { env: { ...env, HUFU_MOCK_SERVER: '/no/such' }, encoding: 'utf8' });
  assert.equal(named.status, 1);
  assert.match(named.stderr, /\/no\/such/);
});

/** The same test in both frameworks; `name` is where `test` and `expect` come from. */
const frameworkTest = (name) => `
import { test as base, expect } from '${name}';
import { inbox, mockServer, type Inbox, type MockServer } from 'hufu-mock-server';

const test = base.extend<{ mockServer: MockServer; inbox: Inbox }>({ mockServer, inbox });
const urls = new Set<string>();
for (const nickname of ['Ada', 'Bob']) {
  test(nickname, async ({ mockServer }) => {
    expect(await mockServer.requests('POST /api/wechat/login')).toBe(0);
    expect((await mockServer.wechatPerson({ nickname })).openid).toMatch(/^o/);
    urls.add(mockServer.url);
  });
}
test('each had a server of its own', () => expect(urls.size).toBe(2));
test('and its inbox', async ({ mockServer, inbox }) => {
  await fetch(mockServer.url + '/auth/v1/otp', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"email":"ada@example.com"}' });
  const { code, kind } = await inbox.last('ada@example.com', { kind: 'magiclink' });
  expect([code.length, kind]).toEqual([6, 'magiclink']);
});
`;

test('as a fixture of Vitest', () => {
  write('vitest.test.ts', frameworkTest('vitest'));
  const out = run(process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--root', project, '--reporter=verbose', 'vitest.test.ts');
  assert.match(out, /4 passed/);
});

test('as a fixture of Playwright', () => {
  mkdirSync(join(project, 'e2e'), { recursive: true });
  writeFileSync(join(project, 'e2e/playwright.spec.ts'), frameworkTest('@playwright/test'));
  write('playwright.config.ts', "export default { testDir: 'e2e', workers: 1, reporter: 'line' };\n");
  const out = run(process.execPath, 'node_modules/@playwright/test/cli.js', 'test');
  assert.match(out, /4 passed/);
});

test('its types are right', () => {
  const check = (program, ...args) => {
    const done = spawnSync(process.execPath, [join(here, 'node_modules', program), ...args], { env, encoding: 'utf8' });
    assert.equal(done.status, 0, done.stdout + done.stderr);
  };
  check('publint/src/cli.js', '--strict', packed[0].tarball);
  check('@arethetypeswrong/cli/dist/index.js', packed[0].tarball);
  check('typescript/bin/tsc', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022', join(project, 'vitest.test.ts'), join(project, 'e2e/playwright.spec.ts'));
  assert.ok(existsSync(join(installed, 'index.d.ts')));
});
