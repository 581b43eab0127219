// The files of docs/start/mini-program.md, taro.md and uni-app.md, taken from the pages and run where a mini-program runs:
// only the server's address is changed.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { fakeWx, miniprogram } from './support/miniprogram.js';
import { openApp } from './support/miniprogram_app.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Without the language of errors, which the examples take from the phone. */
const withoutLanguage = (code) => code.replace(/^import .* from '(hufu\/zh-CN|\.\/words)';\n/gm, '').replace(/, language: \w+/, '');

/** The files that a page has, in a folder. Those that it shares with `example` are the same, but for the language of errors. */
function filesOf(page, server, example) {
  const root = mkdtempSync(join(tmpdir(), 'hufu-start-'));
  const fence = /(?:<!-- docs: file (\S+) -->\n)?^```\w+\n(?:(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n)?([\s\S]*?)^```$/gm;
  for (const [, marked, named, code] of readFileSync(here(`docs/start/${page}.md`), 'utf8').matchAll(fence)) {
    const name = marked ?? named;
    if (name === undefined) continue;
    const same = here(`${example}/${name}`);
    if (existsSync(same)) assert.equal(withoutLanguage(code), withoutLanguage(readFileSync(same, 'utf8')), `${page}.md and ${same}`);
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), code.replaceAll('http://127.0.0.1:8787', server.url));
  }
  return root;
}

/** A phone that keeps what is stored synchronously, too; without callbacks it promises, as Taro and uni-app do. */
async function phone(server) {
  const kept = new Map();
  const wx = fakeWx(await server.person());
  return {
    ...wx,
    getStorageSync: (key) => kept.get(key) ?? '',
    setStorageSync: (key, value) => kept.set(key, value),
    request: (asked) => (asked.success ? wx.request(asked) : new Promise((success, fail) => wx.request({ ...asked, success, fail }))),
  };
}

test('mini-program: sign in, a name, sign out, and a server that knows nobody any more', needsServer, async (t) => {
  const server = await startServer(t);
  const app = openApp(join(filesOf('mini-program', server), 'miniprogram'), await phone(server));
  t.after(() => app.instance.hufu.close());
  await app.sees('微信登录');
  app.tap('微信登录');
  await app.sees('退出登录');
  app.submit({ nickname: '小明' });
  await app.sees('小明');
  app.grant('getPhoneNumber', { errMsg: 'getPhoneNumber:fail user deny' });
  await app.sees('小明');
  assert.equal(app.page.data.error, '');
  app.tap('退出登录');
  await app.sees('微信登录');
  await server.reset();
  app.tap('微信登录');
  await app.sees('退出登录');
});

for (const [page, example, name, path] of [
  ['taro', 'examples/taro', 'Taro', '/core.wasm'],
  ['uni-app', 'examples/uni', 'uni', '/static/core.wasm'],
]) {
  test(`${page}: src/hufu.ts, bundled`, needsServer, async (t) => {
    const server = await startServer(t);
    const root = filesOf(page, server, example);
    const given = {
      name: 'given',
      setup(plugin) {
        plugin.onResolve({ filter: /^@tarojs\/taro$/ }, () => ({ path: 'taro', namespace: 'given' }));
        plugin.onLoad({ filter: /.*/, namespace: 'given' }, () => ({ contents: 'export default Taro;' }));
        plugin.onResolve({ filter: /^hufu\// }, ({ path: entry }) => ({ path: here(`wasm/dist/${entry.slice(5)}.js`) }));
      },
    };
    const outfile = join(root, 'made.js');
    await build({ entryPoints: [join(root, 'src/hufu.ts')], bundle: true, outfile, format: 'cjs', target: 'es2017', plugins: [given] });
    const place = miniprogram({ globals: { [name]: await phone(server) } });
    const { hufu } = place.require('./made', { base: root });
    t.after(() => hufu.close());
    assert.equal((await hufu.signInWithWechat()).state, 'signed_in');
    assert.deepEqual(place.asked, [path]);
  });
}
