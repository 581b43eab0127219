// The page in both languages says what the rows say, which the walks prove.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { calls } from '../calls/calls.js';
import { pagesThatDiffer } from '../support/table.js';

test('docs/reference/gotrue-calls.md has this table: HUFU_WRITE_TABLES=1 npm test writes it', () => {
  assert.deepEqual(pagesThatDiffer('supabase-js', calls), []);
});

test('no call stands there twice', () => {
  const names = calls.map(({ call }) => call);
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
});
