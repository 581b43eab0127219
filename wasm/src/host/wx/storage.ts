// The session in the storage of the mini-program, encrypted by WeChat or not.
import { HostFailure } from '../../errors.js';
import type { Store } from '../host.js';
import type { Wx, WxFailure, WxLike } from './api.js';
import { ask, needed } from './asking.js';

const limitMs = 10_000;
const encryptedSince = '2.21.3';

/**
 * Keeps the session in the storage of the mini-program: at most 1 MB a key, 10 MB in all.
 * With `encrypt` by WeChat's AES-128, of which an older base library knows nothing: there it fails
 * rather than to write clear text. What was stored without is read, and encrypted when it is next written.
 */
export function wxStorage(like: WxLike, encrypt = false): Store {
  const wx = like as Wx;
  const settings = (): { encrypt?: true } => {
    if (!encrypt) return {};
    if (!canEncrypt(wx)) throw new HostFailure('store_unavailable', `encrypt needs base library ${encryptedSince}`);
    return { encrypt };
  };
  const read = async (key: string, how: { encrypt?: true }): Promise<string | null> => {
    needed(wx.getStorage, 'getStorage', '');
    try {
      const { data } = await ask<{ data: unknown }>(limitMs, (callbacks) => wx.getStorage?.({ key, ...how, ...callbacks }), explain);
      return typeof data === 'string' && data !== '' ? data : null;
    } catch (error) {
      if (error instanceof HostFailure && /not found|not exist/.test(error.message)) return null;
      throw error;
    }
  };
  return {
    load: async (key) => {
      const how = settings();
      try {
        return await read(key, how);
      } catch (error) {
        if (how.encrypt) return read(key, {});
        throw error;
      }
    },
    save: async (key, data) => {
      const how = settings();
      needed(wx.setStorage, 'setStorage', '');
      await ask(limitMs, (callbacks) => wx.setStorage?.({ key, data, ...how, ...callbacks }), explain);
    },
    // What is encrypted is in no list.
    holds: (key) => encrypt || !wx.getStorageInfoSync || wx.getStorageInfoSync().keys.indexOf(key) >= 0,
    erase: async (key) => {
      needed(wx.removeStorage, 'removeStorage', '');
      await ask(limitMs, (callbacks) => wx.removeStorage?.({ key, ...callbacks }), explain);
    },
  };
}

const explain = ({ errMsg }: WxFailure): HostFailure => new HostFailure('store_unavailable', errMsg);

function canEncrypt(wx: Wx): boolean {
  const { SDKVersion } = wx.getAppBaseInfo?.() ?? wx.getSystemInfoSync?.() ?? {};
  // Taro and uni-app may not tell; then WeChat will.
  return SDKVersion === undefined || isAtLeast(SDKVersion, encryptedSince);
}

function isAtLeast(version: string, wanted: string): boolean {
  const [have, want] = [version, wanted].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < want.length; ++i) {
    if (have[i] !== want[i]) return (have[i] ?? 0) > (want[i] ?? 0);
  }
  return true;
}
