// Requests and uploads: ten at a time, each in its turn, and again after an interruption.
import { HostFailure } from '../../errors.js';
import type { WxAnswer, WxCallbacks, WxFailure, WxTask } from './api.js';
import { leaveAlone } from './asking.js';
import { failureOf, isInterrupted } from './failures.js';
import type { Foreground } from './foreground.js';

/** WeChat runs so many transfers at once; a further one may be dropped. */
const mostTransfers = 10;
/** How often an interrupted transfer is started again. */
const mostRestarts = 3;
/** So much later than WeChat's own deadline one that never called back is given up. */
const graceMs = 5_000;

/** One transfer. */
export interface Transfer {
  /** Calls `wx.request` or `wx.uploadFile`. */
  start(callbacks: WxCallbacks<WxAnswer>): unknown;
  /** What WeChat is told. */
  timeoutMs: number;
  /** Whether the server may be asked the same twice. Only such a transfer is started again. */
  isRepeatable: boolean;
}

/** Performs a transfer when its turn comes. */
export type Transfers = (transfer: Transfer, signal: AbortSignal) => Promise<WxAnswer>;

/** Makes the queue of one mini-program. */
export function transfersOf(foreground: Foreground): Transfers {
  const queue: (() => void)[] = [];
  let running = 0;

  const enter = (begin: () => void): void => {
    if (running >= mostTransfers) queue.push(begin);
    else begin();
  };
  const leave = (): void => {
    running -= 1;
    queue.shift()?.();
  };

  return ({ start, timeoutMs, isRepeatable }, signal) =>
    new Promise((resolve, reject) => {
      let isOver = false;
      let restarts = 0;
      let stopOne: (() => void) | null = null;

      const finish = (settle: () => void): void => {
        if (isOver) return;
        isOver = true;
        signal.removeEventListener('abort', giveUp);
        settle();
      };
      const giveUp = (): void => {
        finish(() => reject(new HostFailure('network', 'the request was cancelled')));
        const at = queue.indexOf(begin);
        if (at >= 0) queue.splice(at, 1);
        stopOne?.();
      };
      const failed = (failure: WxFailure): void => {
        if (isRepeatable && isInterrupted(failure) && restarts < mostRestarts) {
          restarts += 1;
          whenShown(foreground, () => {
            if (!isOver) enter(begin);
          });
        } else {
          finish(() => reject(failureOf(failure)));
        }
      };
      const begin = (): void => {
        running += 1;
        stopOne = startOne({
          start,
          limitMs: timeoutMs + graceMs,
          ended: leave,
          success: (answer) => finish(() => resolve(answer)),
          fail: failed,
          threw: (error) => finish(() => reject(error)),
        });
      };

      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp);
      enter(begin);
    });
}

function whenShown(foreground: Foreground, then: () => void): void {
  if (foreground.isShown) return then();
  const forget = foreground.onShow(() => {
    forget();
    then();
  });
}

interface One extends WxCallbacks<WxAnswer> {
  start(callbacks: WxCallbacks<WxAnswer>): unknown;
  limitMs: number;
  /** Its place is free; before the outcome. */
  ended(): void;
  threw(error: unknown): void;
}

// One try. A callback that comes twice, or after the end, changes nothing. Gives the way to stop it.
function startOne({ start, limitMs, ended, success, fail, threw }: One): () => void {
  let isOver = false;
  let task: unknown;
  const once = (settle: () => void): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    ended();
    settle();
  };
  const abort = (): void => (task as Partial<WxTask> | undefined)?.abort?.();
  const timer = setTimeout(() => {
    once(() => fail({ errMsg: 'timeout: it never called back' }));
    abort();
  }, limitMs);
  try {
    task = start({
      success: (answer) => once(() => success(answer)),
      fail: (failure) => once(() => fail(failure ?? {})),
    });
    leaveAlone(task);
  } catch (error) {
    once(() => threw(error));
  }
  return () => {
    once(() => undefined);
    abort();
  };
}
