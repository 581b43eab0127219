// The entry of mini-programs.
import { wrongConfig } from './config.js';
import type { WxHost } from './host/wx/host.js';
import { loader, use } from './loader/miniprogram.js';
import type { PlainCore } from './loader/plain_core.js';
import { storageKeyOf } from './storage_key.js';
import type { Language } from './texts/language.js';
import type * as T from './types.js';
import { WxClient } from './wx_client.js';

export { HostFailure, HufuError, type Action, type ErrorCode, type ErrorFacts, type FailureCode } from './errors.js';
export type * from './host/host.js';
export { memoryStore } from './host/stores.js';
export type * from './host/wx/api.js';
export { chosenAvatar, phoneCode, type WxButtonEvent } from './host/wx/failures.js';
export { wxHost, type WxHost, type WxHostOptions } from './host/wx/host.js';
export { wxStorage } from './host/wx/storage.js';
export type { PlainCore } from './loader/plain_core.js';
export type { Language } from './texts/language.js';
export type * from './types.js';
export { version } from './version.js';
export type * from './web_types.js';
export { WxClient } from './wx_client.js';

/** For `createClient`: the configuration, and `wxHost(wx)`, `taroHost(Taro)` or `uniHost(uni)`. */
export interface WxClientOptions extends T.Config {
  host: WxHost;
  /** In which language errors speak: `zhCN` of `hufu/zh-CN`. English by default. */
  language?: Language;
}

/**
 * Loads the core. Not needed where "Build npm" has put core.wasm to its usual place: a client does it.
 * `path` says where in the package core.wasm or core.wasm.br is. `plainCore`, of `hufu/plain-core`, is
 * used where WeChat has no WXWebAssembly.
 */
export const init = (path?: string, plainCore?: PlainCore): Promise<void> => {
  if (plainCore) use(plainCore);
  return loader.init(path);
};

/** A client. Nothing is loaded or sent before its first use. */
export function createClient({ host, language, ...config }: WxClientOptions): WxClient {
  // In JavaScript nobody else says so before the first operation.
  if (!(host as WxHost | undefined)?.http) throw wrongConfig('host has to be wxHost(wx), taroHost(Taro) or uniHost(uni)', language);
  return new WxClient(loader, host, { platform: 'miniprogram', ...config, storageKey: storageKeyOf(config) }, language);
}
