// webpack 5: core.wasm becomes a file of its own.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { look, noBrowser, serveFolder } from '../support/look.js';
import { page } from '../support/page.js';
import { onlyFull, project } from '../support/project.js';

const build = `
import webpack from 'webpack';

webpack({ mode: process.argv[2], entry: './main.js', devtool: false, output: { filename: 'main.js' } }, (error, stats) => {
  if (error ?? stats.hasErrors()) throw error ?? new Error(stats.toString());
  if (stats.hasWarnings()) throw new Error(stats.toString());
});
`;

for (const mode of ['production', 'development']) {
  test(`webpack, ${mode}`, { skip: noBrowser || (mode === 'development' && onlyFull) }, async (t) => {
    const made = project(t, 'webpack', { ...page, 'build.mjs': build, 'dist/index.html': page['index.html'] });
    await made.node('build.mjs', mode);
    const files = readdirSync(join(made.root, 'dist'));
    assert.equal(files.some((name) => name.endsWith('.wasm')), mode === 'production', String(files));
    assert.deepEqual(await look(t, await serveFolder(t, join(made.root, 'dist'))), { says: 'signed_out', faults: [] });
  });
}
