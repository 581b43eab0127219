// Unchanged Supabase clients for the server under test.
import { createClient } from '@supabase/supabase-js';
import { createServerClient } from '@supabase/ssr';

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

/** A browser's client with PKCE. The same storage again is the same browser after a restart. */
export function browserClient(url, storage = new MemoryStorage(), key = anonKey) {
  return createClient(url, key, {
    ...options,
    auth: { flowType: 'pkce', storage, autoRefreshToken: false, detectSessionInUrl: false },
  });
}

/** A Next.js server's client for one request. */
export function serverClient(url, cookies) {
  return createServerClient(url, anonKey, { ...options, cookies });
}
