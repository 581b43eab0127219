// `wx.login`, no faster than WeChat allows.
import { HostFailure } from '../../errors.js';
import type { Wx } from './api.js';
import { ask, needed } from './asking.js';

/** Four calls a second for a person, with some room. */
const gapMs = 300;

/** Gives codes, each good once; calls that come too soon wait their turn. */
export function loginOf(wx: Wx, timeoutMs: number): () => Promise<string> {
  let turn = Promise.resolve();
  return () => {
    const mine = turn;
    turn = mine.then(() => new Promise((resolve) => setTimeout(resolve, gapMs)));
    return mine.then(async () => {
      needed(wx.login, 'login', '');
      const { code } = await ask<{ code?: string }>(timeoutMs + 5_000, (callbacks) =>
        wx.login?.({ timeout: timeoutMs, ...callbacks }),
      );
      if (!code) throw new HostFailure('host_fault', 'wx.login has given no code');
      return code;
    });
  };
}
