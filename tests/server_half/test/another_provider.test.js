// docs/how-to/another-provider.md: its files, run beside the fakes as the page says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { project } from '../support/project.js';
import { noServer } from '../../support/server.js';

const here = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const page = readFileSync(here('docs/how-to/another-provider.md'), 'utf8');

test('a second provider: two doors of one server, and its fake beside the first', { skip: noServer }, async () => {
  const home = project('hufu', 'hono', '@hono/node-server', '@electric-sql/pglite', 'jose');
  symlinkSync(here('mock-server/npm'), join(home, 'node_modules/hufu-mock-server'));
  mkdirSync(join(home, 'shop'));
  writeFileSync(join(home, 'shop/package.json'), '{ "type": "module" }');
  const files = [...page.matchAll(/^```js\n\/\/ (\w+\.js)\n([\s\S]*?)^```$/gm)];
  assert.deepEqual(files.map(([, name]) => name), ['users.js', 'app.js', 'try.js']);
  // On another port: somebody may be running one.
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address();
  free.close();
  for (const [, name, code] of files) writeFileSync(join(home, 'shop', name), code.replaceAll('3000', String(port)));
  const program = process.env.HUFU_MOCK_SERVER ?? here('build/native/mock-server/hufu-mock-server');
  const env = { ...process.env, HUFU_MOCK_SERVER: program };
  delete env.NODE_OPTIONS;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['try.js'], { cwd: join(home, 'shop'), env, encoding: 'utf8', timeout: 60_000 });
  assert.equal(status, 0, stderr);
  const [, said] = /^```text\n([\s\S]*?)^```$/m.exec(page);
  assert.equal(stdout, said);
});
