// The moving pictures of the README can still be made of the walk, in both languages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { nothingToSee } from './support/stage.js';

const program = fileURLToPath(new URL('moving_pictures.mjs', import.meta.url));
const skip = !process.env.HUFU_TEST_FULL ? 'in --full' : nothingToSee;

test('the moving pictures', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-pictures-'));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, [program, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const name of ['bridges.gif', 'bridges.zh-CN.gif', 'binding.gif', 'binding.zh-CN.gif']) {
    assert.equal(readFileSync(join(folder, name)).toString('latin1', 0, 6), 'GIF89a', name);
  }
});
