// `wx.login`, and `wx.getUserInfo` behind it, no faster than WeChat allows.
import { HostFailure } from '../../errors.js';
import type { Credential } from '../host.js';
import type { Wx, WxUserInfo } from './api.js';
import { ask, needed } from './asking.js';

/** Four calls a second for a person, with some room. */
const gapMs = 300;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Gives codes, each good once, `withData` with what WeChat encrypts about the person; calls that come too soon wait
 * their turn.
 */
export function loginOf(wx: Wx, timeoutMs: number): (withData: boolean) => Promise<Credential> {
  let turn: Promise<unknown> = Promise.resolve();
  return (withData) => {
    const given = turn.then(() => login(wx, timeoutMs, withData));
    // The next login makes a new session key, and the data of this one would not fit its code.
    const after = withData ? given.catch(() => undefined) : turn;
    turn = after.then(() => pause(withData ? 2 * gapMs : gapMs));
    return given;
  };
}

async function login(wx: Wx, timeout: number, withData: boolean): Promise<Credential> {
  needed(wx.login, 'login', '');
  if (withData) needed(wx.getUserInfo, 'getUserInfo', '');
  const { code } = await ask<{ code?: string }>(timeout + 5_000, (callbacks) => wx.login?.({ timeout, ...callbacks }));
  if (!code) throw new HostFailure('host_fault', 'wx.login has given no code');
  return withData ? { credential: code, ...(await userData(wx, timeout)) } : { credential: code };
}

// Asked for before the login, they would be encrypted with the key of the login before.
async function userData(wx: Wx, timeoutMs: number): Promise<WxUserInfo> {
  const { encryptedData, iv, rawData, signature } = await ask<WxUserInfo>(timeoutMs, (callbacks) =>
    wx.getUserInfo?.({ withCredentials: true, ...callbacks }),
  );
  if (!encryptedData || !iv) throw new HostFailure('host_fault', `wx.getUserInfo has given no ${encryptedData ? 'iv' : 'encryptedData'}`);
  return { encryptedData, iv, rawData, signature };
}
