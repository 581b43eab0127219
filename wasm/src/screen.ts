// On what screen a page is, by the browser's name: where a code is shown to be scanned, and where that is of no use.

/**
 * `desk`: a code can be shown, and scanned by a phone. `phone`: it cannot, the mini-program is opened by a tap. `wechat`: the phone's
 * WeChat, whose pages open no mini-program by a link. `web_view`: a mini-program's own web-view.
 */
export type ScreenKind = 'desk' | 'phone' | 'wechat' | 'web_view';

// WeChat on a desk is a desk. Tablets count as phones: WeChat runs there, too.
const desk = /WindowsWechat|MacWechat/;
const phone = /Android|iPhone|iPad|iPod|HarmonyOS|OpenHarmony|Mobi/;

/** Which screen this is; on a server, by the header `User-Agent`. */
export function screenKind(userAgent?: string | null): ScreenKind {
  const isHere = userAgent === undefined && typeof navigator !== 'undefined';
  const name = isHere ? navigator.userAgent : (userAgent ?? '');
  if (name.includes('miniProgram')) return 'web_view';
  if (desk.test(name)) return 'desk';
  if (name.includes('MicroMessenger')) return 'wechat';
  // An iPad says that it is a Mac, and no Mac can be touched.
  const isPad = isHere && name.includes('Macintosh') && navigator.maxTouchPoints > 1;
  return isPad || phone.test(name) ? 'phone' : 'desk';
}
