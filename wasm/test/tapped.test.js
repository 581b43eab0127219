// The mini-program is opened by the tap that asked for its link, in Chromium as a phone: after the answer, and not by itself.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, devices } from 'playwright-core';

const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const skip = !existsSync(executablePath) && 'there is no Chromium';
const source = fileURLToPath(new URL('../src/react/tapped.ts', import.meta.url));

test('after the answer the same tap opens it, in a window of its own; without a tap nothing does', { skip }, async (t) => {
  const made = await build({ entryPoints: [source], bundle: true, write: false, format: 'iife', globalName: 'tapped' });
  const script = `${made.outputFiles[0].text}
    const begin = async () => { const answer = await fetch('/link'); tapped.openByTheSameTap(await answer.text()); console.log('answered'); };
    if (location.hash) begin();`;
  const page = `<!doctype html><link rel="icon" href="data:,"><button onclick="begin()">Sign in</button><script>${script}</script>`;
  const site = createServer(({ url, headers }, response) => {
    if (url === '/link') return setTimeout(() => response.end(`http://${headers.host}/wechat`), 200);
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  t.after(() => (site.closeAllConnections(), site.close()));
  const origin = `http://127.0.0.1:${site.address().port}`;

  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], ignoreDefaultArgs: ['--disable-popup-blocking'] });
  t.after(() => browser.close());
  const context = await browser.newContext(devices['Pixel 7']);
  const phone = await context.newPage();
  // By itself, as soon as it is loaded.
  const answered = phone.waitForEvent('console');
  await phone.goto(`${origin}/#begin`);
  await answered;
  await phone.goto(`${origin}/#`);
  assert.equal(context.pages().length, 1);

  const opening = context.waitForEvent('page');
  await phone.getByRole('button').tap();
  const opened = await opening;
  await opened.waitForURL(`${origin}/wechat`);
  assert.deepEqual(await opened.evaluate(() => [window.opener, document.referrer]), [null, '']);
  assert.equal(phone.url(), `${origin}/#`);
});
