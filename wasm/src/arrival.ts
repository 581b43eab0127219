// What can be said of a visitor before the core is there: that it is nobody. Most are, and need not wait for it.
import type { CookieCodec, CoreHost, Store } from './host/host.js';
import { fromCore } from './names.js';
import type { Config, Session, SessionEnd } from './types.js';

/** Who comes, as far as the store shows it at once. What is kept, the core alone reads. */
export type Arrival = 'nobody' | 'somebody' | 'unknown';

/** A sign-in on its way back: the address has what the other side answered (RFC 6749, 4.1.2). */
const answered = /[?&#](code|error)=/;

/** Nobody's session, as the core says it. */
export const nobody: Session = Object.freeze({ state: 'signed_out', user: null, isNewUser: false, expiresInMs: 0, ended: null, assurance: '', assuranceToReach: '', link: '' });

/** The note of how the last session under this key ended, which the core has left beside it. */
const noteOf = (key: string): string => `${key}.ended`;

/** Cookies keep no note: they travel with every request. */
const noCookies: CookieCodec = { encode: () => [], decode: () => null };

/** How the last session ended, where nobody is here: whoever has signed out need not load the core to be told so. */
export async function endOf(store: Store, key: string): Promise<SessionEnd | null> {
  try {
    if (store.holds?.(noteOf(key)) === false) return null;
    const ended = fromCore(JSON.parse((await store.load(noteOf(key), noCookies)) ?? 'null')) as SessionEnd | null;
    return typeof ended?.cause === 'string' ? ended : null;
  } catch {
    return null;
  }
}

/** Looks whether anything is under the key. Only absence is an answer, and not where a host lends its session. */
export function arrivalOf(host: Pick<CoreHost, 'store' | 'address'>, config: Pick<Config, 'session' | 'storageKey'>): Arrival {
  const { store } = host;
  if (!store.holds || config.session === 'borrowed') return 'unknown';
  if (answered.test(host.address?.() ?? '')) return 'somebody';
  try {
    return store.holds(config.storageKey ?? '') ? 'somebody' : 'nobody';
  } catch {
    return 'unknown';
  }
}
