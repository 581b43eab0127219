// miniprogram_dist in a bare context: the built-ins of the language, timers, and a `wx` after the documents.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';
import ts from 'typescript';

import { noServer, startServer } from './support/server.js';

const file = (name) => new URL(`../miniprogram_dist/${name}`, import.meta.url);
const code = readFileSync(file('index.js'), 'utf8');
const needsServer = { skip: noServer };

/** What WXWebAssembly gives differs: `{ instance, module }`, an instance, or one without a prototype. */
const shapes = {
  'both': ({ instance, module }) => ({ instance, module }),
  'an instance': ({ instance }) => instance,
  'a plain object': ({ instance }) => ({ instance: { exports: instance.exports } }),
};

/** The package as `require('hufu')` gives it in a mini-program. */
function load({ shape = shapes.both, failures = 0, without = false } = {}) {
  const asked = [];
  const WXWebAssembly = {
    instantiate: async (path, imports) => {
      asked.push(path);
      assert.equal(typeof path, 'string');
      if (asked.length <= failures) throw new Error('CompileError');
      return shape(await WebAssembly.instantiate(readFileSync(file('core.wasm')), imports));
    },
  };
  const context = { setTimeout, clearTimeout, setInterval, clearInterval, module: { exports: {} } };
  if (!without) context.WXWebAssembly = WXWebAssembly;
  context.exports = context.module.exports;
  vm.createContext(context, { codeGeneration: { strings: false, wasm: false } });
  // Gone on phones below: what only newer or other engines have.
  vm.runInContext('delete globalThis.FinalizationRegistry; delete globalThis.WebAssembly;', context);
  vm.runInContext(code, context, { filename: 'index.js' });
  return { ...context.module.exports, asked };
}

/** A `wx` whose requests go to the mock server. */
function fakeWx(server, person, more = {}) {
  const stored = new Map();
  const counts = { login: 0, running: 0, most: 0, requests: [] };
  const later = (call, ...args) => setTimeout(() => call(...args), 0);
  return {
    stored,
    counts,
    request({ url, method, header, data, success, fail }) {
      const stop = new AbortController();
      counts.requests.push(`${method} ${new URL(url).pathname}`);
      counts.most = Math.max(counts.most, ++counts.running);
      const body = typeof data === 'string' || data === undefined ? data : JSON.stringify(data);
      fetch(url, { method, headers: header, body, signal: stop.signal, redirect: 'manual' })
        .then(async (response) => {
          const text = await response.text();
          counts.running -= 1;
          // Mixed case, as phones do it.
          const head = Object.fromEntries([...response.headers].map(([name, value]) => [name.toUpperCase(), value]));
          success({ statusCode: response.status, data: text, header: head, errMsg: 'request:ok' });
        })
        .catch(() => {
          counts.running -= 1;
          fail({ errMsg: stop.signal.aborted ? 'request:fail abort' : 'request:fail ' });
        });
      return { abort: () => stop.abort() };
    },
    uploadFile({ url, filePath, name, header, success, fail }) {
      const form = new FormData();
      form.set(name, new Blob([readFileSync(filePath)], { type: 'image/png' }), 'a.png');
      fetch(url, { method: 'POST', headers: header, body: form })
        .then(async (response) => success({ statusCode: response.status, data: await response.text() }))
        .catch(() => fail({ errMsg: 'uploadFile:fail' }));
    },
    login({ success }) {
      counts.login += 1;
      void person.code().then((given) => success({ code: given, errMsg: 'login:ok' }));
    },
    getStorage: ({ key, success, fail }) =>
      stored.has(key) ? later(success, { data: stored.get(key) }) : later(fail, { errMsg: 'getStorage:fail data not found' }),
    setStorage: ({ key, data, success }) => later(() => (stored.set(key, data), success())),
    removeStorage: ({ key, success }) => later(() => (stored.delete(key), success())),
    getRandomValues: ({ length, success }) =>
      later(success, { randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer }),
    ...more,
  };
}

async function signedIn(t, options) {
  const server = await startServer(t);
  const hufu = load(options);
  const wx = fakeWx(server, await server.person());
  const client = hufu.createClient({ baseUrl: server.url, host: hufu.wxHost(wx) });
  t.after(() => client.close());
  const session = await client.signInWithWechat({ nickname: '小明 🐯' });
  return { server, hufu, wx, client, session };
}

test('it is ES5', () => {
  // TypeScript, asked for ES5, would have changed anything newer; strings apart, these cannot stand in ES5.
  const newer = [];
  const visit = (node) => {
    const isNewer =
      ts.isArrowFunction(node) || ts.isClassLike(node) || ts.isTemplateLiteral(node) || ts.isSpreadElement(node) ||
      ts.isForOfStatement(node) || ts.isComputedPropertyName(node) || ts.isShorthandPropertyAssignment(node) ||
      ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isObjectBindingPattern(node) ||
      ts.isArrayBindingPattern(node) || ts.isMethodDeclaration(node) || ts.isBigIntLiteral(node) ||
      (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) !== 0) ||
      (ts.isParameter(node) && (node.initializer || node.dotDotDotToken)) ||
      (ts.isBinaryExpression(node) && ['??', '**', '??='].includes(node.operatorToken.getText())) ||
      (ts.isCatchClause(node) && !node.variableDeclaration) || node.questionDotToken !== undefined;
    if (isNewer) newer.push(`${ts.SyntaxKind[node.kind]} ${node.getText().slice(0, 40)}`);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('index.js', code, ts.ScriptTarget.Latest, true));
  assert.deepEqual(newer, []);
});

test('its size: at most 110 KB is the aim for both files', { todo: 'core.wasm is larger' }, () => {
  assert.ok(code.length + readFileSync(file('core.wasm')).length <= 112_640);
});

test('the JavaScript has not grown', () => {
  console.log(`miniprogram_dist/index.js: ${code.length} bytes`);
  assert.ok(code.length <= 48_000, `${code.length}`);
});

for (const [name, shape] of Object.entries(shapes)) {
  test(`sign in, ask, sign out; instantiate gives ${name}`, needsServer, async (t) => {
    const { server, hufu, wx, client, session } = await signedIn(t, { shape });
    assert.deepEqual(hufu.asked, ['/miniprogram_npm/hufu/core.wasm']);
    assert.equal(session.user.nickname, '小明 🐯');
    const answer = await client.request({ url: `${server.url}/api/user/profile` });
    assert.equal(answer.statusCode, 200);
    assert.equal(JSON.parse(answer.data).id, session.user.id);
    assert.match(client.authorize(`${server.url}/x`).Authorization, /^Bearer /);
    assert.equal(client.authorize(`${server.url}/x`)['X-Platform'], 'miniprogram');
    assert.equal((await client.updateProfile({ nickname: '阿达' })).nickname, '阿达');
    await client.signOut();
    assert.equal(wx.stored.size, 0);
    assert.equal(client.authorize(`${server.url}/x`), null);
  });
}

test('one wx.login for all waiters, ten transfers at once, one refresh for all', needsServer, async (t) => {
  const server = await startServer(t);
  const hufu = load();
  const wx = fakeWx(server, await server.person());
  const client = hufu.createClient({ baseUrl: server.url, host: hufu.wxHost(wx) });
  t.after(() => client.close());
  await Promise.all([1, 2, 3].map(() => client.signInWithWechat()));
  assert.equal(wx.counts.login, 1);
  await server.advance(3 * 3600_000);
  const url = `${server.url}/api/user/profile`;
  const answers = await Promise.all(Array.from({ length: 40 }, () => client.request({ url })));
  assert.ok(answers.every(({ statusCode }) => statusCode === 200));
  assert.equal(await server.count('POST /api/auth/refresh'), 1);
  assert.equal(wx.counts.most, 10);
});

test('the session is there after a restart', needsServer, async (t) => {
  const { server, wx, session } = await signedIn(t);
  const again = load();
  const client = again.createClient({ baseUrl: server.url, host: again.wxHost(wx) });
  t.after(() => client.close());
  assert.equal((await client.session()).user.id, session.user.id);
  assert.equal((await client.fetchProfile()).id, session.user.id);
  assert.equal(wx.counts.login, 1);
});

test('what goes wrong has a name', needsServer, async (t) => {
  const { server, hufu, wx, client } = await signedIn(t);
  const url = `${server.url}/api/user/profile`;
  const real = wx.request;
  const cases = [
    [{ errno: 600002, errMsg: 'request:fail url not in domain list:127.0.0.1' }, 'host_fault'],
    [{ errMsg: 'request:fail timeout' }, 'timeout'],
    [{ errMsg: 'request:fail 请求超时。' }, 'timeout'],
    [{ errno: 600003, errMsg: 'request:fail interrupted' }, 'network'],
    [{ errMsg: 'request:fail -109:net::ERR_ADDRESS_UNREACHABLE' }, 'network'],
    [{ errno: 104, errMsg: 'privacy permission is not authorized' }, 'declined'],
  ];
  for (const [failure, code] of cases) {
    wx.request = ({ fail }) => {
      fail(failure);
      fail(failure); // some phones say it twice
    };
    const outcome = await client.request({ url }).then(() => 'it went well', (error) => error);
    assert.ok(outcome instanceof hufu.HufuError);
    assert.equal(outcome.code, code, failure.errMsg);
  }
  wx.request = () => {
    throw new Error('no such API');
  };
  await assert.rejects(client.fetchProfile(), { code: 'host_fault' });
  wx.request = real;
  assert.equal((await client.fetchProfile()).nickname, '小明 🐯');
  await assert.rejects(client.request({ url: 'https://elsewhere.example/' }), { code: 'origin_refused' });
});

test('instantiation is tried again; without WXWebAssembly it is said', async () => {
  const flaky = load({ failures: 1 });
  await flaky.init('/lib/core.wasm');
  assert.deepEqual(flaky.asked, ['/lib/core.wasm', '/lib/core.wasm']);
  const none = load({ without: true });
  await assert.rejects(none.init(), { code: 'host_fault', detail: /WXWebAssembly/ });
});
