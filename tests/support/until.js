import assert from 'node:assert/strict';

/** Waits for what other programs do. */
export async function until(isSo) {
  for (const end = Date.now() + 20_000; !(await isSo()); ) {
    assert.ok(Date.now() < end, `it never came to pass: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
