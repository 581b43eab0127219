// The three bridges, walked: Tally Tea in Chromium (on a desk, on a phone, inside WeChat, inside the mini-program) and the mini-program
// on a drawn phone. Leaves each step as a picture in build/bridges/. WeChat is the mock server's: its picture says that it stands in, and
// carries what the real one would lead to.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { nothingToSee, openShop, Stage } from './support/stage.js';
import * as stories from './support/stories.js';

const pictures = fileURLToPath(new URL('../../build/bridges/', import.meta.url));
const looks = [
  { language: 'en', colorScheme: 'light', names: ['Ada', 'Ada Lovelace'] },
  { language: 'zh-CN', colorScheme: 'dark', names: ['小华', '李华'] },
];

test('the bridges', { skip: nothingToSee }, async (t) => {
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const shop = await openShop(t);
  for (const look of looks) {
    await t.test(`${look.language}, ${look.colorScheme}`, async (t) => {
      let step = 0;
      const stage = await Stage.open(t, shop, look, async (name, what) => {
        step += 1;
        const number = String(step).padStart(2, '0');
        writeFileSync(`${pictures}${look.language}-${look.colorScheme}-${number}-${name}.png`, await stage.draw(what, step));
      });
      for (const story of [stories.onADesk, stories.onOnePhone, stories.bound, stories.fromInside]) await story(stage, look.names);
      assert.deepEqual(stage.faults, []);
    });
  }
});
