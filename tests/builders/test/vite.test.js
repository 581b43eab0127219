// Vite 5 to 8: the server of development, which bundles dependencies in advance, and what it builds.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { look, noBrowser, serveFolder } from '../support/look.js';
import { page } from '../support/page.js';
import { onlyFull, project } from '../support/project.js';

const sampled = [5, 8];

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

for (const version of [5, 6, 7, 8]) {
  const skip = noBrowser || (!sampled.includes(version) && onlyFull);
  const vite = (made) => made.program('vite/bin/vite.js');

  test(`Vite ${version}, dev`, { skip }, async (t) => {
    const made = project(t, `vite${version}`, page);
    const url = await made.serve(t, [vite(made), '--host', '127.0.0.1', '--strictPort', '--port', String(await freePort())]);
    assert.deepEqual(await look(t, url), { says: 'signed_out', faults: [] });
  });

  test(`Vite ${version}, build`, { skip }, async (t) => {
    const made = project(t, `vite${version}`, page);
    await made.node(vite(made), 'build');
    const assets = readdirSync(join(made.root, 'dist/assets'));
    assert.equal(assets.filter((name) => name.endsWith('.wasm')).length, 1, `core.wasm is a file of its own: ${assets}`);
    assert.deepEqual(await look(t, await serveFolder(t, join(made.root, 'dist'))), { says: 'signed_out', faults: [] });
  });
}

test('a page where core.wasm should be is named', { skip: noBrowser }, async (t) => {
  const made = project(t, 'vite8', page);
  await made.node(made.program('vite/bin/vite.js'), 'build');
  // As hosts do it that send the application's page for every address they do not know.
  const url = await serveFolder(t, join(made.root, 'dist'), { without: '.wasm', otherwise: 'index.html' });
  const { says } = await look(t, url);
  assert.match(says, /core\.wasm could not be loaded.* http:\/\/127\.0\.0\.1:\d+\/assets\/core-\S+\.wasm is an HTML page.* init\(url\)/);
});
