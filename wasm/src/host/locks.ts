// Locks: one refresh for all tabs.
import { HostFailure } from '../errors.js';
import type { TakeLock } from './host.js';

const busy = (): HostFailure => new HostFailure('lock_timeout', 'another one holds it');

/** Locks among the clients of this page or process. */
export function localLocks(): TakeLock {
  const lines = new Map<string, (() => void)[]>();

  const release = (name: string): (() => void) => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const next = lines.get(name)?.shift();
      if (next) next();
      else lines.delete(name);
    };
  };

  return (name, waitMs, signal) =>
    new Promise((resolve, reject) => {
      const line = lines.get(name);
      if (line === undefined) {
        lines.set(name, []);
        resolve(release(name));
        return;
      }
      const leave = (): void => {
        const at = line.indexOf(enter);
        if (at >= 0) line.splice(at, 1);
        clearTimeout(timer);
        reject(busy());
      };
      const enter = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        resolve(release(name));
      };
      const timer = setTimeout(leave, waitMs);
      signal.addEventListener('abort', leave, { once: true });
      line.push(enter);
    });
}

/** After this long a change of `localStorage` has arrived in the other processes of a browser. */
const arrivalMs = 50;

/**
 * Web Locks: the browser gives them back when a tab is closed. Waits, never steals. Who had to wait
 * goes on a moment later: what the holder before has stored is not seen in another process at once.
 */
export function webLocks(manager: LockManager): TakeLock {
  return async (name, waitMs, signal) => {
    const free = await request(manager, name, { ifAvailable: true });
    if (free) return free;
    const giveUp = new AbortController();
    const leave = (): void => giveUp.abort();
    const timer = setTimeout(leave, waitMs);
    signal.addEventListener('abort', leave, { once: true });
    try {
      const release = await request(manager, name, { signal: giveUp.signal });
      await pause(arrivalMs);
      return release ?? (() => {});
    } catch (error) {
      if (giveUp.signal.aborted) throw busy();
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    }
  };
}

// The way to give it back; null if it is not free.
function request(manager: LockManager, name: string, options: LockOptions): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    manager
      .request(name, options, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((release) => resolve(() => release()));
      })
      // Forbidden here (a sandboxed frame): then there is no lock, and never a refresh without.
      .catch((error: unknown) => reject(new HostFailure('lock_timeout', error instanceof Error ? error.name : 'no locks')));
  });
}

/** A lease is written anew this often… */
const renewMs = 1_000;
/** …and whoever has not done so for this long has been closed. */
const leaseMs = 4_000;
/** How long a writer waits for another that wrote at the same moment. */
const settleMs = 50;

/**
 * For browsers without Web Locks: leases in `localStorage`, that of a closed tab runs out. Two tabs
 * that are slowed down at the wrong moment may both hold one; then the backend's rule for repeated
 * refreshes and the core's second look at the store keep the session.
 */
export function leases(storage: () => Storage, within: TakeLock = localLocks()): TakeLock {
  return async (name, waitMs, signal) => {
    const end = Date.now() + waitMs;
    const releaseWithin = await within(name, waitMs, signal);
    const key = `hufu.lease.${name}`;
    const mine = crypto.getRandomValues(new Uint32Array(2)).join('-');
    const holder = (): string | null => {
      const [who, until] = (storage().getItem(key) ?? '').split(' ');
      return who && Number(until) > Date.now() && Number(until) < Date.now() + 2 * leaseMs ? who : null;
    };
    const write = (): void => storage().setItem(key, `${mine} ${Date.now() + leaseMs}`);
    try {
      for (;;) {
        if (holder() === null) {
          write();
          await pause(settleMs);
          if (holder() === mine) break;
        }
        if (signal.aborted || Date.now() >= end) throw busy();
        await pause(settleMs + Math.floor(settleMs * Math.random()));
      }
    } catch (error) {
      releaseWithin();
      throw error;
    }
    const renewing = setInterval(() => {
      if (holder() === mine) write();
    }, renewMs);
    return () => {
      clearInterval(renewing);
      if (holder() === mine) storage().removeItem(key);
      releaseWithin();
    };
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
