// The moving pictures of the README can still be made: the examples go through the whole of a binding, in both languages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { hasChromium } from '../support/chromium.js';

const program = fileURLToPath(new URL('../pictures/moving_picture.mjs', import.meta.url));
const skip = !process.env.HUFU_TEST_FULL ? 'in --full' : !hasChromium && 'there is no Chromium';

test('the moving pictures', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-pictures-'));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, [program, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const name of ['binding.gif', 'binding.zh-CN.gif']) {
    assert.equal(readFileSync(join(folder, name)).toString('latin1', 0, 6), 'GIF89a', name);
  }
});
