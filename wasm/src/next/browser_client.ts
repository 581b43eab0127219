// The client of the pages.
import { cookieStore, createClient, HufuError, memoryStore } from 'hufu';
import type { Client, Store, WebHostOptions } from 'hufu';

import { attributesOf, configOf, storageKeyOf, type NextOptions } from './options.js';

/** For {@link createBrowserClient}. */
export interface BrowserOptions extends NextOptions {
  /** Shows a page or a code to the person. By default the browser goes to the page. */
  present?: WebHostOptions['present'];
}

const clients = new Map<string, Client>();

/**
 * The client of a page: in a browser one for all components, its session in the cookies that the server reads.
 * While a page is made on the server it has no session; ask `createServerClient` there. With a borrowed session
 * each call makes a client, for the owner has the session, and nothing is stored.
 *
 * Throws a `HufuError` where only the server may read the session (`cookieMode: 'server-only'`).
 */
export function createBrowserClient(options: BrowserOptions): Client {
  if (options.cookieMode === 'server-only' && options.session !== 'borrowed') {
    const message = 'Only the server can read this session (cookieMode: server-only): use createServerClient there.';
    throw new HufuError('unsupported', { action: 'fix_program', message });
  }
  const { fetch, credential, present } = options;
  const make = (store?: Store): Client =>
    createClient({ ...configOf(options), host: { store, fetch, credential, present } });
  if (options.session === 'borrowed') return make(memoryStore());
  if (typeof document === 'undefined') return make();

  const name = `${options.baseUrl} ${storageKeyOf(options)}`;
  const client = clients.get(name) ?? make(cookieStore({ attributes: attributesOf(options, location.origin) }));
  clients.set(name, client);
  return client;
}
