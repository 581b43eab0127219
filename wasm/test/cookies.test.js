// The cookie codec in wasm gives what the vectors say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { instantiate } from './core.js';

const core = instantiate();

for (const [file, name] of [
  ['encode.json', 'hufu_cookies_encode'],
  ['decode.json', 'hufu_cookies_decode'],
]) {
  const path = new URL(`../../tests/vectors/cookies/${file}`, import.meta.url);
  for (const { about, given, gives } of JSON.parse(readFileSync(path))) {
    test(`${name}: ${about}`, () => {
      const said = core.lend(JSON.stringify(given), (at, length) =>
        core.text(core.exports[name](at, length)),
      );
      assert.deepEqual(JSON.parse(said), gives);
    });
  }
}
