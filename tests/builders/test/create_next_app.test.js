// What `create-next-app --empty` writes, with its own next.config.ts and tsconfig.json, and in it the start of the README.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { noServer, startServer } from '../../support/server.js';
import { Browser } from '../../next/support/browser.js';
import { freePort } from '../../next/support/site.js';
import { onlyFull, project } from '../support/project.js';

const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

/** The files under "Next.js": each block says in its first line which one it is. */
function filesOfReadme(server) {
  const readme = readFileSync(new URL('../../../wasm/README.md', import.meta.url), 'utf8');
  const section = readme.split('\n## Next.js\n')[1].split('\n## ')[0];
  const blocks = [...section.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const named = blocks.map((code) => [/^(?:\/\/|#) ([\w./[\]-]+)/.exec(code)?.[1], code.replaceAll('http://127.0.0.1:8787', server.url)]);
  return Object.fromEntries(named.filter(([name]) => name));
}

test('the README, followed in it', { skip: onlyFull || noServer }, async (t) => {
  const port = await freePort();
  const server = await startServer(t, '--web-origin', `http://127.0.0.1:${port}`);
  const made = project(t, 'create_next_app');
  await made.node(made.program('create-next-app/dist/index.js'), 'app', '--empty', '--ts', '--app', '--yes', '--skip-install', '--disable-git', '--use-npm');
  const written = JSON.parse(readFileSync(join(made.root, 'app/package.json'), 'utf8'));
  const installed = JSON.parse(readFileSync(made.program('next/package.json'), 'utf8'));
  assert.equal(written.dependencies.next, installed.version, 'the lock file has what create-next-app asks for');
  assert.match(readFileSync(join(made.root, 'app/next.config.ts'), 'utf8'), /cacheComponents: true/);

  const files = Object.entries(filesOfReadme(server)).map(([name, text]) => [`app/${name}`, text]);
  made.write(Object.fromEntries(files));
  // Turbopack looks no further up than the application: its packages have to be inside.
  made.adopt('app');
  const next = join('node_modules/next/dist/bin/next');
  await made.in('app').node(next, 'build');
  const url = await made.in('app').serve(t, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], { NODE_ENV: 'production' });

  const browser = new Browser(url);
  const refused = await browser.fetch('/account');
  assert.equal(new URL(refused.location, url).pathname, '/sign-in');
  const registered = await browser.post('/auth/sign-up', { ...credentials, next: '/account' });
  assert.deepEqual([registered.status, registered.location], [303, '/account']);
  assert.match((await browser.fetch('/account')).text, /<h1>/);
});
