// Where the core comes from in a mini-program: WXWebAssembly, or the plain core.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './support/miniprogram.js';

test('instantiation is tried again', async () => {
  const flaky = load({ failures: 1 });
  await flaky.init('/lib/core.wasm');
  assert.deepEqual(flaky.asked, ['/lib/core.wasm', '/lib/core.wasm']);
});

test('a failure is not kept', async () => {
  const flaky = load({ failures: 2 });
  await assert.rejects(flaky.init(), { code: 'host_fault' });
  await flaky.init();
  assert.equal(flaky.asked.length, 3);
});

test('the brotli form is taken by its path', async () => {
  const hufu = load();
  await hufu.init('/miniprogram_npm/hufu/core.wasm.br');
  assert.deepEqual(hufu.asked, ['/miniprogram_npm/hufu/core.wasm.br']);
});

test('without WXWebAssembly the plain core is used, and only then', async () => {
  const plain = load({ without: true });
  await plain.init();
  let used = 0;
  const counted = () => {
    used += 1;
    throw new Error('not needed');
  };
  await load().init(undefined, counted);
  assert.equal(used, 0);
  await assert.rejects(load({ without: true }).init(undefined, counted), { code: 'host_fault' });
  assert.equal(used, 2);
});

test('without both it is said', async () => {
  const none = load({ without: true, withoutPlain: true });
  await assert.rejects(none.init(), { code: 'host_fault', detail: /WXWebAssembly .* plain core/ });
});

test('with WXWebAssembly the folder of the plain core may be deleted', () => load({ withoutPlain: true }).init());
