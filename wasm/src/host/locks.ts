// Locks: one refresh for all tabs.
import { HostFailure } from '../errors.js';
import type { Store, TakeLock } from './host.js';

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

/** After this long a change of `localStorage` has arrived in the other processes of a browser; under load it takes 10 ms. */
const arrivalMs = 50;

/**
 * A store and its locks, which are given back only when what was stored under them has arrived in other tabs: whoever
 * comes at that moment would read what was there before, and spend its refresh token again.
 */
export function arriving(store: Store, lock: TakeLock): { store: Store; lock: TakeLock } {
  let arrived = 0;
  const noted = async (written: void | Promise<void>): Promise<void> => {
    await written;
    arrived = Date.now() + arrivalMs;
  };
  return {
    store: {
      load: (key, codec) => store.load(key, codec),
      save: (key, value, codec) => noted(store.save(key, value, codec)),
      erase: (key, codec) => noted(store.erase(key, codec)),
      ...(store.holds && { holds: (key: string) => store.holds?.(key) ?? true }),
      isShared: true,
    },
    lock: async (name, waitMs, signal) => {
      const release = await lock(name, waitMs, signal);
      return () => {
        const left = Math.min(arrived - Date.now(), arrivalMs);
        if (left > 0) setTimeout(release, left);
        else release();
      };
    },
  };
}

/**
 * Web Locks: the browser gives them back when a tab is closed. Waits, never steals. Who had to wait
 * goes on a moment later: a tab that was closed could not wait until what it has stored has arrived.
 * Where they are forbidden (a sandboxed frame, blocked cookies) it fails with the browser's own error.
 */
export function webLocks(manager: LockManager): TakeLock {
  return async (name, waitMs, signal) => {
    const giveUp = new AbortController();
    const leave = (): void => giveUp.abort();
    const timer = setTimeout(leave, waitMs);
    signal.addEventListener('abort', leave, { once: true });
    try {
      const free = await request(manager, name, { ifAvailable: true }, giveUp.signal);
      if (free) return free;
      const release = await request(manager, name, { signal: giveUp.signal }, giveUp.signal);
      await pause(arrivalMs);
      return release ?? (() => {});
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    }
  };
}

// The way to give it back; null if it is not free. Some browsers never call back: `signal` ends the waiting there, too.
function request(
  manager: LockManager,
  name: string,
  options: LockOptions,
  signal: AbortSignal,
): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(busy());
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    manager
      .request(name, options, (lock) => {
        // What is granted too late is given back at once.
        if (lock === null || signal.aborted) return resolve(null);
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}

/** The second kind where the first is forbidden. Who has to wait for the first waits. */
export function orElse(first: TakeLock, second: TakeLock): TakeLock {
  return async (name, waitMs, signal) => {
    try {
      return await first(name, waitMs, signal);
    } catch (error) {
      // A page that has been left may do nothing more, and least of all without the others' lock.
      if (error instanceof Error && error.name === 'InvalidStateError') throw busy();
      if (error instanceof HostFailure) throw error;
      return second(name, waitMs, signal);
    }
  };
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
    // What is forbidden or full by now: the lease runs out by itself.
    const whileMine = (act: () => void): void => {
      try {
        if (holder() === mine) act();
      } catch {
        clearInterval(renewing);
      }
    };
    const renewing = setInterval(() => whileMine(write), renewMs);
    return () => {
      clearInterval(renewing);
      whileMine(() => storage().removeItem(key));
      releaseWithin();
    };
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
