// The host of a Taro application: its functions are those of `wx`, with a promise beside the callbacks.
import type { WxLike } from './wx/api.js';
import { wxHost, type WxHost, type WxHostOptions } from './wx/host.js';

/** Makes the host of `Taro`, for its target `weapp`. One for an application. */
export const taroHost = (Taro: WxLike, options?: WxHostOptions): WxHost => wxHost(Taro, options);
