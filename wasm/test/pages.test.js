// The pages of the documents for browsers and Node, copied out and run against the mock server: only the server's address is changed.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { clientOf } from './support/client.js';
import { filesOf } from '../../tests/support/pages.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const needsBrowser = { skip: noServer || (!existsSync(executablePath) && 'there is no Chromium') };
const folder = fileURLToPath(new URL('..', import.meta.url));
const env = { ...process.env };
delete env.NODE_OPTIONS;

// A project with nothing but the packed package.
const project = mkdtempSync(join(tmpdir(), 'hufu-pages-'));
before(() => {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', project], { cwd: folder, env, stdio: 'ignore' });
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--offline', '--no-audit', '--no-fund', './hufu-0.1.0.tgz'];
  execFileSync('npm', install, { cwd: project, env, stdio: 'ignore' });
});

/** Writes files of a page into the project. */
function follow(page, names, server) {
  const files = filesOf(page);
  for (const name of names) writeFileSync(join(project, name), files[name].replaceAll('https://api.example.com', server.url));
}

test('a store on Node: a device code, approved on a phone; the next start needs none', needsServer, async (t) => {
  const server = await startServer(t);
  const phone = clientOf(t, server, await server.person());
  await phone.signInWithWechat();
  await phone.updateProfile({ nickname: '小明' });
  follow('docs/how-to/own-store.md', ['tool.mjs'], server);
  const start = () => {
    const child = spawn(process.execPath, ['tool.mjs'], { cwd: project, env, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill());
    return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  };
  const first = start();
  const [, userCode, number] = /\(code (\S+)\), .* (\d\d) there\.$/.exec((await first.next()).value);
  await phone.approveDevice({ userCode, number });
  assert.equal((await first.next()).value, 'Hello, 小明.');
  assert.equal((await start().next()).value, 'Hello, 小明.');
});

test('a plain page: under the policy that it shows', needsBrowser, async (t) => {
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
  follow('docs/how-to/content-security-policy.md', ['index.html', 'app.js'], server);

  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => document.querySelector('output').textContent !== '');
  assert.equal(await page.textContent('output'), 'signed_out');
});
