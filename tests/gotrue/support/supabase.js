// Unchanged Supabase clients for the server under test.
import { createRequire } from 'node:module';

// The realtime part wants a WebSocket at once, and Node has its own from 22 on. Nothing here opens one.
const options = { realtime: { transport: globalThis.WebSocket ?? class NoWebSocket {} } };

export const anonKey = 'anon-key-of-the-tests';

/** localStorage of one browser. */
export class MemoryStorage {
  constructor() {
    this.items = new Map();
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, value) {
    this.items.set(key, value);
  }
  removeItem(key) {
    this.items.delete(key);
  }
}

const withKey = (url, more) => ({ url: `${url}/auth/v1`, headers: { apikey: anonKey, ...more } });

/** What people have installed: the packages of one day, and clients made of them. */
class Era {
  constructor(name, folder) {
    this.name = name;
    const load = createRequire(new URL(`../${folder}package.json`, import.meta.url));
    this.supabase = load('@supabase/supabase-js');
    this.ssr = load('@supabase/ssr');
    this.authJs = load('@supabase/auth-js');
  }

  /** A browser's client with PKCE. The same storage again is the same browser after a restart. */
  browserClient = (url, storage = new MemoryStorage(), key = anonKey, auth = {}) =>
    this.supabase.createClient(url, key, {
      ...options,
      auth: { flowType: 'pkce', storage, autoRefreshToken: false, detectSessionInUrl: false, ...auth },
    });

  /** auth-js by itself, which says nothing of who asks. */
  bareClient = (url) => new this.authJs.GoTrueClient({ ...withKey(url), storage: new MemoryStorage(), autoRefreshToken: false });

  /** Administration by somebody's access token. */
  adminOf = (url, token) => new this.authJs.GoTrueAdminApi(withKey(url, { Authorization: `Bearer ${token}` }));

  /** A Next.js server's client for one request. */
  serverClient = (url, cookies) => this.ssr.createServerClient(url, anonKey, { ...options, cookies });

  /** The client of a page that shares its cookies with such a server. */
  pageClient = (url, cookies) =>
    this.ssr.createBrowserClient(url, anonKey, {
      ...options,
      cookies,
      isSingleton: false,
      auth: { autoRefreshToken: false, detectSessionInUrl: false },
    });
}

export const today = new Era('today', '');
export const eras = [today, new Era('November 2025', 'v2025/')];
export const { browserClient, serverClient } = today;
