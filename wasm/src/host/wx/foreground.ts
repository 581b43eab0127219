// Whether the mini-program is on the screen: in the background WeChat stops transfers and timers.
import type { Wx } from './api.js';

/** The screen, as far as `wx.onAppShow` and `wx.onAppHide` tell. */
export interface Foreground {
  readonly isShown: boolean;
  /** Calls `hear` whenever the mini-program is shown again; gives the way to stop that. */
  onShow(hear: () => void): () => void;
}

/** Follows the screen from now on. Without these functions it counts as shown. */
export function foregroundOf(wx: Wx): Foreground {
  const hearers: (() => void)[] = [];
  let isShown = true;
  wx.onAppHide?.(() => (isShown = false));
  wx.onAppShow?.(() => {
    isShown = true;
    hearers.slice().forEach((hear) => hear());
  });
  return {
    get isShown() {
      return isShown;
    },
    onShow: (hear) => {
      hearers.push(hear);
      return () => {
        const at = hearers.indexOf(hear);
        if (at >= 0) hearers.splice(at, 1);
      };
    },
  };
}

/** Waits, or until `signal`. Timers stand still in the background: what is over by then ends when it is shown. */
export function sleepOn(foreground: Foreground, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = Date.now() + delayMs;
    const wake = (): void => {
      clearTimeout(timer);
      forget();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, delayMs);
    const forget = foreground.onShow(() => {
      if (Date.now() >= end) wake();
    });
    signal.addEventListener('abort', wake);
  });
}
