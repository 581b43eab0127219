// The host of a uni-app application: its functions are those of `wx`; `login` and `getUserInfo` want to know with whom.
import type { Wx, WxLike } from './wx/api.js';
import { wxHost, type WxHost, type WxHostOptions } from './wx/host.js';

/** Makes the host of `uni`, for its target `mp-weixin`. One for an application. */
export function uniHost(like: WxLike, options?: WxHostOptions): WxHost {
  const uni = like as Wx;
  // Its functions may be those of a Proxy, and cannot all be listed.
  const named = Object.create(uni) as Wx;
  named.login = (how) => uni.login?.({ provider: 'weixin', ...how });
  // Only where uni-app has it: a phone without is told so.
  if (uni.getUserInfo) named.getUserInfo = (how) => uni.getUserInfo?.({ provider: 'weixin', ...how });
  return wxHost(named, options);
}
