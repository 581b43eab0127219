// The entry of mini-programs.
import type { Platform } from './types.js';
import type { WxHost } from './host/wx.js';
import { loader } from './loader/miniprogram.js';
import type * as T from './types.js';
import { WxClient } from './wx_client.js';

export type { Listener } from './driver.js';
export { HostFailure, HufuError, type Action, type ErrorCode, type ErrorFacts, type FailureCode } from './errors.js';
export type * from './host/host.js';
export { memoryStore } from './host/stores.js';
export { wxHost, wxStorage } from './host/wx.js';
export type * from './host/wx.js';
export type * from './types.js';
export { version } from './version.js';
export { WxClient } from './wx_client.js';

/** For `createClient`: the configuration, and `wxHost(wx)`. */
export interface WxClientOptions extends T.Config {
  host: WxHost;
}

/** Loads core.wasm. Not needed: a client does it. `path` says where in the package it is. */
export const init = (path?: string): Promise<void> => loader.init(path);

/** A client. Nothing is loaded or sent before its first use. */
export function createClient({ host, ...config }: WxClientOptions): WxClient {
  const platform: Platform = 'miniprogram';
  return new WxClient(loader, host, { platform, ...config });
}
