// One call of `wx` as a promise. Callbacks may be late, come twice or never; Taro gives a promise beside them.
import { HostFailure } from '../../errors.js';
import type { WxCallbacks, WxFailure } from './api.js';
import { failureOf } from './failures.js';

/** Makes the failure that an application or the core sees. */
export type Explain = (failure: WxFailure) => Error;

/**
 * Asks once. `start` is given the callbacks, and its result is left alone, but for the promise that
 * Taro makes of it: its rejection is the same failure again, and nobody else would catch it.
 */
export function ask<Answer>(
  limitMs: number,
  start: (callbacks: WxCallbacks<Answer>) => unknown,
  explain: Explain = failureOf,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(explain({ errMsg: 'timeout: it never called back' })), limitMs);
    const ended = (): void => clearTimeout(timer);
    try {
      const success = (answer: Answer): void => (ended(), resolve(answer));
      const fail = (failure: WxFailure): void => (ended(), reject(explain(failure ?? {})));
      leaveAlone(start({ success, fail }));
    } catch (error) {
      ended();
      reject(error);
    }
  });
}

/** Whatever becomes of a promise that stands beside callbacks: nobody waits for it. */
export function leaveAlone(result: unknown): void {
  const promise = result as PromiseLike<unknown> | null | undefined;
  if (typeof promise?.then === 'function') promise.then(undefined, () => undefined);
}

/** A function of `wx`; where a phone or a plugin lacks it, that is said by its name. */
export function needed<Call>(call: Call | undefined, name: string, since: string): Call {
  if (typeof call === 'function') return call;
  throw new HostFailure('unsupported', `there is no wx.${name}${since && `: it needs base library ${since}`}`);
}
