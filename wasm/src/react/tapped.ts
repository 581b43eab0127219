// A link into another application, opened by the tap that has asked for it.

/**
 * Opens it where the browser still counts that tap (for some seconds: `navigator.userActivation`, from Safari 16.4 and Firefox 120
 * on); else nothing happens, and the person taps the link itself.
 */
export function openByTheSameTap(url: string): void {
  if (globalThis.navigator?.userActivation?.isActive !== true) return;
  // A page of WeChat's gets a window of its own, and a scheme leads out of the browser: this page stays, and waits.
  if (/^https?:/.test(url)) window.open(url, '_blank', 'noreferrer');
  else location.assign(url);
}
