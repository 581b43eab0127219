// The client of the pages.
import { cookieStore, createClient, HufuError, memoryStore, webHost } from 'hufu';
import type { Client, Store, Tabs, WebHostOptions } from 'hufu';

import { attributesOf, configOf, storageKeyOf, type NextOptions } from './options.js';

/** For {@link createBrowserClient}. */
export interface BrowserOptions extends NextOptions {
  /** Shows a page or a code to the person. By default the browser goes to the page. */
  present?: WebHostOptions['present'];
}

/** The client of a page. */
export interface BrowserClient extends Client {
  /** The server has set or removed the cookies: they are read again. `HufuProvider` says so by itself. */
  cookiesChanged(): void;
}

const clients = new Map<string, BrowserClient>();

/**
 * The client of a page: in a browser one for all components, its session in the cookies that the server reads.
 * While a page is made on the server it has no session; ask `createServerClient` there. With a borrowed session
 * each call makes a client, for the owner has the session, and nothing is stored.
 *
 * Throws a `HufuError` where only the server may read the session (`cookieMode: 'server-only'`).
 */
export function createBrowserClient(options: BrowserOptions): BrowserClient {
  if (options.cookieMode === 'server-only' && options.session !== 'borrowed') {
    const detail = 'with cookieMode server-only no page can read the session: use createServerClient on the server';
    throw new HufuError('unsupported', { action: 'fix_program', detail });
  }
  if (options.session === 'borrowed' || typeof document === 'undefined') return clientOn(memoryStore(), options);

  const name = `${options.baseUrl} ${storageKeyOf(options)}`;
  const attributes = attributesOf(options, location.origin);
  const client = clients.get(name) ?? clientOn(cookieStore({ attributes }), options);
  clients.set(name, client);
  return client;
}

function clientOn(store: Store, options: BrowserOptions): BrowserClient {
  const { fetch, credential, present } = options;
  const host = webHost({ store, fetch, credential, present }, storageKeyOf(options));
  let hear: (kind: string) => void = () => {};
  const tabs = (listener: (kind: string) => void): Tabs | null => {
    hear = listener;
    return host.tabs(listener);
  };
  const client = createClient({ ...configOf(options), host: { ...host, tabs } });
  // As if another tab had done it.
  return Object.assign(client, { cookiesChanged: () => hear('stored') });
}
