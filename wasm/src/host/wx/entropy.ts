// Random bytes from `wx.getRandomValues`, fetched in advance: it is slow on phones, and has no synchronous form.
import type { Wx } from './api.js';
import { ask, needed } from './asking.js';

const poolBytes = 256;

/** Gives random bytes, no byte twice. */
export function entropyOf(wx: Wx): (length: number) => Promise<Uint8Array> {
  let pool = new Uint8Array(0);
  let turn: Promise<unknown> = Promise.resolve();

  const draw = async (length: number): Promise<Uint8Array> => {
    if (pool.length < length) pool = await fetched(wx, Math.max(length, poolBytes));
    const given = pool.slice(0, length);
    pool.fill(0, 0, length);
    pool = pool.subarray(length);
    return given;
  };
  // One after the other, so that two who ask at once cannot be given the same.
  return (length) => {
    const drawn = turn.then(() => draw(length));
    turn = drawn.catch(() => undefined);
    return drawn;
  };
}

async function fetched(wx: Wx, length: number): Promise<Uint8Array<ArrayBuffer>> {
  needed(wx.getRandomValues, 'getRandomValues', '2.15');
  const { randomValues } = await ask<{ randomValues: ArrayBuffer }>(10_000, (callbacks) =>
    wx.getRandomValues?.({ length, ...callbacks }),
  );
  return new Uint8Array(randomValues);
}
