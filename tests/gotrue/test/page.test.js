// The page in both languages says what the rows say, which the walks prove.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { calls } from '../calls/calls.js';
import { pagesThatDiffer, pagesWithout } from '../support/table.js';

test('docs/reference/gotrue-calls.md has this table: HUFU_WRITE_TABLES=1 npm test writes it', () => {
  assert.deepEqual(pagesThatDiffer('supabase-js', calls), []);
});

test('it names the versions that have been asked', () => {
  const load = createRequire(import.meta.url);
  const versions = ['../package.json', '../v2025/package.json'].flatMap((file) => {
    const { devDependencies } = load(file);
    return [devDependencies['@supabase/supabase-js'], devDependencies['@supabase/ssr']];
  });
  assert.deepEqual(pagesWithout(versions), []);
});

test('no call stands there twice', () => {
  const names = calls.map(({ call }) => call);
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
});
