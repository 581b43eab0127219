// With --full: WeChat's own npm builder, Taro and uni-app build the examples from the packed tarball; what comes out runs.
// They bring hundreds of packages from npm, which are kept in build/builders.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

import { fakeWx, folder as miniprogramDist, load, miniprogram } from './support/miniprogram.js';
import { noServer, startServer } from '../../tests/support/server.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const full = { skip: !process.env.HUFU_TEST_FULL && 'only with --full' };
const fullWithServer = { skip: full.skip || noServer };

const env = { ...process.env, CI: 'true', NO_COLOR: '1' };
delete env.NODE_OPTIONS;
function run(cwd, program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 << 20 });
  assert.equal(status, 0, `${program} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return stdout;
}
const npm = (cwd, ...args) => run(cwd, 'npm', ...args, '--ignore-scripts', '--no-audit', '--no-fund');

/** The example in a folder of its own, with `packages` and the package of this tree installed. */
function installed(example, packages) {
  const at = here(`../../build/builders/${example}`);
  mkdirSync(at, { recursive: true });
  for (const name of readdirSync(at)) if (name !== 'node_modules') rmSync(join(at, name), { recursive: true });
  cpSync(here(`../../examples/${example}`), at, { recursive: true, filter: (path) => !/node_modules|miniprogram_npm|\/dist$|\/static$/.test(path) });
  const [{ filename }] = JSON.parse(run(here('..'), 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', at));
  // npm knows the tarball by name and version only: an older one may be there.
  rmSync(join(at, 'node_modules/hufu'), { recursive: true, force: true });
  const manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  manifest.dependencies.hufu = `file:./${filename}`;
  manifest.devDependencies = { ...manifest.devDependencies, ...packages };
  writeFileSync(join(at, 'package.json'), JSON.stringify(manifest));
  npm(at, 'install', '--no-package-lock');
  return at;
}

test("WeChat's builder copies the package as it is, and the example runs with that", fullWithServer, async (t) => {
  const at = installed('miniprogram', { 'miniprogram-ci': '2.1.42' });
  const script = `
    const ci = require('miniprogram-ci');
    ci.packNpmManually({ packageJsonPath: './package.json', miniprogramNpmDistDir: './miniprogram/', ignores: [] })
      .then((made) => console.log(JSON.stringify(made)));`;
  const said = run(at, process.execPath, '-e', script).trim().split('\n').at(-1);
  assert.equal(JSON.parse(said).miniProgramPackNum, 1);

  const packed = join(at, 'miniprogram/miniprogram_npm/hufu');
  const names = (folder) => readdirSync(folder, { recursive: true }).sort();
  assert.deepEqual(names(packed), names(miniprogramDist));
  const files = readdirSync(miniprogramDist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, path, name } of files) {
    const file = join(parentPath ?? path, name);
    assert.deepEqual(readFileSync(join(packed, file.slice(miniprogramDist.length))), readFileSync(file), name);
  }

  const server = await startServer(t);
  const hufu = load({ folder: packed });
  const wx = fakeWx(await server.person());
  const client = hufu.createClient({ baseUrl: server.url, host: hufu.wxHost(wx) });
  t.after(() => client.close());
  assert.equal((await client.signInWithWechat()).state, 'signed_in');
});

test('taro build --type weapp', full, () => {
  const at = installed('taro', {});
  run(at, process.execPath, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.');
  run(at, process.execPath, 'node_modules/@tarojs/cli/bin/taro', 'build', '--type', 'weapp');
  const made = (name) => readFileSync(join(at, 'dist', name));
  assert.deepEqual(made('core.wasm'), readFileSync(join(miniprogramDist, 'core.wasm')));
  const scripts = readdirSync(join(at, 'dist'), { recursive: true }).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 3 && existsSync(join(at, 'dist/app.json')));
  // In which of them the package lands is webpack's choice: what two pages use goes to the vendors' file.
  const everything = scripts.map((name) => String(made(name))).join('\n');
  assert.match(everything, /\/core\.wasm/);
  assert.match(everything, /WXWebAssembly/);
  // Who does not ask for the plain core does not carry it.
  const onlyInPlainCore = /stackRestore/;
  assert.match(readFileSync(join(miniprogramDist, 'plain/core.js'), 'utf8'), onlyInPlainCore);
  assert.doesNotMatch(everything, onlyInPlainCore);
  for (const name of scripts) parse(String(made(name)), { ecmaVersion: 2018 });
});

test('uni build -p mp-weixin, and a sign-in with what comes out', fullWithServer, async (t) => {
  const server = await startServer(t);
  const at = installed('uni', {});
  run(at, process.execPath, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.');
  const configuration = join(at, 'src/config.ts');
  const mock = readFileSync(configuration, 'utf8');
  writeFileSync(configuration, mock.replace('http://127.0.0.1:8787', server.url).replace('isMock = true', 'isMock = false'));
  run(at, 'npm', 'run', 'build');
  const made = join(at, 'dist/build/mp-weixin');
  assert.deepEqual(readFileSync(join(made, 'static/core.wasm')), readFileSync(join(miniprogramDist, 'core.wasm')));
  const scripts = readdirSync(made, { recursive: true }).filter((name) => name.endsWith('.js'));
  for (const name of scripts) parse(readFileSync(join(made, name), 'utf8'), { ecmaVersion: 2018 });

  const wx = fakeWx(await server.person());
  const place = miniprogram({ globals: { wx, global: {}, App() {}, Page() {}, Component() {}, getApp() {} } });
  const { hufu } = place.require('./hufu.js', { base: made });
  t.after(() => hufu.close());
  assert.equal((await hufu.signInWithWechat()).state, 'signed_in');
  assert.deepEqual(place.asked, ['/static/core.wasm']);
});
