// hufu/taro and hufu/uni, with functions as these two give them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { fakeWx, folder } from './support/miniprogram.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

// Both bundle the package; WXWebAssembly is WeChat's.
globalThis.WXWebAssembly = {
  instantiate: async (path, imports) => {
    assert.equal(path, '/core.wasm');
    return WebAssembly.instantiate(readFileSync(`${folder}/core.wasm`), imports);
  },
};

/** As Taro does it: a promise beside the callbacks, rejected when `fail` is called. */
function taroOf(wx) {
  const promised = (call) => (options) =>
    new Promise((resolve, reject) => {
      const success = (answer) => (options.success?.(answer), resolve(answer));
      const fail = (failure) => (options.fail?.(failure), reject(failure));
      call({ ...options, success, fail });
    });
  const names = ['request', 'uploadFile', 'login', 'getUserInfo', 'getStorage', 'setStorage', 'removeStorage', 'getRandomValues'];
  return { ...wx, ...Object.fromEntries(names.map((name) => [name, promised(wx[name])])) };
}

/** As uni-app does it: a Proxy before `wx`; login and getUserInfo want a provider. */
function uniOf(wx, providers) {
  const login = (options) => (providers.push(options.provider), wx.login(options));
  const getUserInfo = (options) => (providers.push(options.provider), wx.getUserInfo(options));
  return new Proxy({ login, getUserInfo }, { get: (target, name) => target[name] ?? wx[name], has: () => false });
}

const require = createRequire(import.meta.url);
for (const [form, get] of Object.entries({ import: (name) => import(name), require: async (name) => require(name) })) {
  test(`hufu/taro by ${form}`, needsServer, async (t) => {
    const server = await startServer(t);
    const { createClient, HufuError, init, taroHost } = await get('hufu/taro');
    await init('/core.wasm');
    const wx = fakeWx(await server.person());
    const Taro = taroOf(wx);
    const client = createClient({ baseUrl: server.url, host: taroHost(Taro) });
    t.after(() => client.close());
    const { user } = await client.signInWithWechat();
    assert.equal((await client.request({ url: `${server.url}/api/user/profile` })).data.id, user.id);
    // The promise of Taro rejects as well: an unhandled rejection would end this process.
    Taro.request = taroOf({ ...wx, request: ({ fail }) => fail({ errMsg: 'request:fail timeout' }) }).request;
    const outcome = await client.fetchProfile().catch((error) => error);
    assert.ok(outcome instanceof HufuError);
    assert.equal(outcome.code, 'timeout');
  });

  test(`hufu/uni by ${form}`, needsServer, async (t) => {
    const server = await startServer(t);
    const { createClient, init, uniHost } = await get('hufu/uni');
    await init('/core.wasm');
    const providers = [];
    const uni = uniOf(fakeWx(await server.person()), providers);
    const client = createClient({ baseUrl: server.url, host: uniHost(uni) });
    t.after(() => client.close());
    const { user } = await client.signInWithWechat();
    assert.equal((await client.fetchProfile()).id, user.id);
    assert.deepEqual(providers, ['weixin']);
  });

  test(`both give what a server wants beside the code; by ${form}`, needsServer, async (t) => {
    const server = await startServer(t);
    const providers = [];
    for (const [name, hostOf] of [
      ['hufu/taro', ({ taroHost }, wx) => taroHost(taroOf(wx))],
      ['hufu/uni', ({ uniHost }, wx) => uniHost(uniOf(wx, providers))],
    ]) {
      const entry = await get(name);
      await entry.init('/core.wasm');
      const wx = fakeWx(await server.person());
      const client = entry.createClient({ baseUrl: server.url, backend: 'wx_login', silentSignIn: true, host: hostOf(entry, wx) });
      t.after(() => client.close());
      assert.equal((await client.signInWithWechat()).state, 'signed_in');
      assert.deepEqual(wx.counts.userInfo, [1]);
    }
    assert.deepEqual(providers, ['weixin', 'weixin']);
  });
}
