// What `create-next-app --empty` writes, with its own next.config.ts and tsconfig.json, and in it docs/start/nextjs-clerk.md.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { filesOf } from '../../support/pages.js';
import { noServer, startServer } from '../../support/server.js';
import { Browser } from '../../next/support/browser.js';
import { hasChromium, openChromium } from '../../next/support/chromium.js';
import { freePort } from '../../next/support/site.js';
import { onlyFull, project } from '../support/project.js';

test('the page, followed in it', { skip: onlyFull || noServer }, async (t) => {
  const port = await freePort();
  const site = { url: `http://127.0.0.1:${port}` };
  const server = await startServer(t, '--web-origin', site.url, '--server-key', 'the-key-that-only-our-server-has');
  const made = project(t, 'create_next_app');
  await made.node(made.program('create-next-app/dist/index.js'), 'app', '--empty', '--ts', '--app', '--yes', '--skip-install', '--disable-git', '--use-npm');
  const written = JSON.parse(readFileSync(join(made.root, 'app/package.json'), 'utf8'));
  const installed = JSON.parse(readFileSync(made.program('next/package.json'), 'utf8'));
  assert.equal(written.dependencies.next, installed.version, 'the lock file has what create-next-app asks for');
  assert.match(readFileSync(join(made.root, 'app/next.config.ts'), 'utf8'), /cacheComponents: true/);

  const here = (code) => code.replaceAll('http://127.0.0.1:8787', server.url).replaceAll('http://localhost:3000', site.url);
  made.write(Object.fromEntries(Object.entries(filesOf('docs/start/nextjs-clerk.md')).map(([name, code]) => [`app/${name}`, here(code)])));
  // Turbopack looks no further up than the application: its packages have to be inside.
  made.adopt('app');
  const app = made.in('app');
  const next = join('node_modules/next/dist/bin/next');
  await app.node(next, 'build');
  await app.serve(t, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], { NODE_ENV: 'production' });

  const browser = new Browser(site.url);
  assert.match((await browser.fetch('/')).text, /<h1>You are [\w-]+, known by clerk<\/h1>/);
  assert.equal((await browser.fetch('/api/me')).status, 401);
  if (hasChromium) await bindsInChromium(t, app, site, browser);
});

/** The button, the code, the phone, the number: then both are one. */
async function bindsInChromium(t, app, site, browser) {
  const { page } = await openChromium(t, site, browser);
  await page.goto(site.url);
  const [id] = /[\w-]{20,}/.exec(await page.textContent('h1'));
  await page.click('button:has-text("Link WeChat")');
  const { child, said } = app.start(['phone.mjs', await page.textContent('code')]);
  t.after(() => child.kill());
  const ended = once(child, 'close');
  await page.waitForSelector('input'); // the phone has agreed, and says the number at the same time
  const numberSaid = () => /page: (\d\d)/.exec(said.text)?.[1];
  while (!numberSaid()) await Promise.race([once(child.stdout, 'data'), ended.then(() => assert.fail(said.text))]);
  await page.fill('input', numberSaid());
  await page.click('button:has-text("Link")');
  await page.waitForSelector('h1:has-text("known by clerk and wechat")');
  await ended;
  assert.match(said.text, new RegExp(`Now I am ${id}\\.`));
}
