// The starts in README.md, copied out and run against the mock server: only the server's address is changed.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

import { clientOf } from './support/client.js';
import { fakeWx, miniprogram } from './support/miniprogram.js';
import { openApp } from './support/miniprogram_app.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const needsBrowser = { skip: noServer || (!existsSync(executablePath) && 'there is no Chromium') };
const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const env = { ...process.env };
delete env.NODE_OPTIONS;

/** The code under a heading, its server replaced. */
function codeUnder(heading, server) {
  const [, section] = readme.split(`\n## ${heading}\n`);
  assert.ok(section, `README.md has no "${heading}"`);
  const blocks = [...section.split('\n## ')[0].matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  return blocks.map((code) => code.replaceAll('https://api.example.com', server.url));
}

// A project with nothing but the packed package.
const project = mkdtempSync(join(tmpdir(), 'hufu-readme-'));
before(() => {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', project], { cwd: folder, env, stdio: 'ignore' });
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--offline', '--no-audit', '--no-fund', './hufu-0.1.0.tgz'];
  execFileSync('npm', install, { cwd: project, env, stdio: 'ignore' });
});

test('Node: a device code, approved on a phone; the next start needs none', needsServer, async (t) => {
  const server = await startServer(t);
  const phone = clientOf(t, server, await server.person());
  await phone.signInWithWechat();
  await phone.updateProfile({ nickname: '小明' });
  const [tool] = codeUnder('Node', server);
  writeFileSync(join(project, 'tool.mjs'), tool);
  const start = () => {
    const child = spawn(process.execPath, ['tool.mjs'], { cwd: project, env, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill());
    return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  };
  const first = start();
  const [, userCode, number] = /type (\S+); .* (\d\d)\.$/.exec((await first.next()).value);
  await phone.approveDevice({ userCode, number });
  assert.equal((await first.next()).value, 'Hello, 小明.');
  assert.equal((await start().next()).value, 'Hello, 小明.');
});

test('plain browser: under the policy that it shows', needsBrowser, async (t) => {
  const types = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };
  const pages = createServer(({ url }, answer) => {
    const file = join(project, url === '/' ? 'index.html' : url);
    if (!existsSync(file)) return answer.writeHead(404).end();
    answer.writeHead(200, { 'Content-Type': types[extname(file)] }).end(readFileSync(file));
  });
  await new Promise((resolve) => pages.listen(0, '127.0.0.1', resolve));
  t.after(() => pages.close());
  const origin = `http://127.0.0.1:${pages.address().port}`;
  const server = await startServer(t, '--web-origin', origin);
  const [html, app] = codeUnder('Plain browser', server);
  writeFileSync(join(project, 'index.html'), html);
  writeFileSync(join(project, 'app.js'), app);

  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => document.querySelector('output').textContent !== '');
  assert.equal(await page.textContent('output'), 'signed_out');
});

test('mini-program: what the buttons of its page call', needsServer, async (t) => {
  const server = await startServer(t);
  const [app, page] = codeUnder('Mini-program', server);
  const root = join(project, 'miniprogram');
  mkdirSync(join(root, 'pages/me'), { recursive: true });
  writeFileSync(join(root, 'app.json'), '{ "pages": ["pages/me/me"] }');
  writeFileSync(join(root, 'app.js'), app);
  writeFileSync(join(root, 'pages/me/me.js'), page);
  writeFileSync(
    join(root, 'pages/me/me.wxml'),
    `<view>
      <button bind:tap="signIn">sign in</button>
      <text>{{user.nickname}}</text>
      <button open-type="getPhoneNumber" bind:getphonenumber="onPhone">phone</button>
      <form bind:submit="onName"><input type="nickname" name="nickname" /></form>
    </view>`,
  );
  const person = await server.person();
  const opened = openApp(root, fakeWx(person), { folder: join(project, 'node_modules/hufu/miniprogram_dist') });
  const { hufu } = opened.instance;
  t.after(() => hufu.close());
  const until = async (isSo) => {
    for (const end = Date.now() + 30_000; !(await isSo()); ) {
      if (opened.failure) throw opened.failure;
      assert.ok(Date.now() < end, `it never came to pass: ${isSo}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  opened.tap('sign in');
  await until(() => opened.page.data.user);
  opened.submit({ nickname: '小明' });
  await until(async () => (await hufu.user()).nickname === '小明');
  opened.grant('getPhoneNumber', { code: await person.phoneCode() });
  await until(() => server.count('POST /api/user/phone'));
});

for (const [heading, name, path] of [
  ['Taro', 'Taro', '/core.wasm'],
  ['uni-app', 'uni', '/static/core.wasm'],
]) {
  test(`${heading}: bundled, and run where a mini-program runs`, needsServer, async (t) => {
    const server = await startServer(t);
    const [code] = codeUnder(heading, server);
    const wx = fakeWx(await server.person());
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: project, loader: 'ts' },
      bundle: true,
      write: false,
      format: 'cjs',
      target: 'es2017',
      plugins: [
        {
          name: 'taro',
          setup(plugin) {
            plugin.onResolve({ filter: /^@tarojs\/taro$/ }, () => ({ path: 'taro', namespace: 'taro' }));
            plugin.onLoad({ filter: /.*/, namespace: 'taro' }, () => ({ contents: 'export default Taro;' }));
          },
        },
      ],
    });
    const file = join(project, `${name}.js`);
    writeFileSync(file, outputFiles[0].text);
    const place = miniprogram({ globals: { [name]: wx } });
    const { hufu } = place.require(`./${name}`, { base: project });
    t.after(() => hufu.close());
    assert.equal((await hufu.signInWithWechat()).state, 'signed_in');
    assert.deepEqual(place.asked, [path]);
  });
}
