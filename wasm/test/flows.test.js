// Every flow script, message by message, as the native core replays it too: on both modules, and on the plain core.
import { readFileSync, readdirSync } from 'node:fs';
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { instantiate, instantiateMvp, instantiatePlain } from './core.js';
import { Replay } from './flows/replay.js';

const folder = new URL('../../tests/vectors/flows/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

test('there are at least sixty flow scripts', () => assert.ok(files.length >= 60));

for (const file of files) {
  const script = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  test(file, () => new Replay(instantiate(), script).run());
  test(`${file}, with the opcodes of mini-programs`, () => new Replay(instantiateMvp(), script).run());
  test(`${file}, plain`, async () => new Replay(await instantiatePlain(), script).run());
}
