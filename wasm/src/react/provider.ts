// The client and its session, for all components below.
import { createContext, createElement, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Client, Session, SignOut, User } from 'hufu';

import { SessionWatch, type SessionView } from './session.js';

/** For {@link HufuProvider}. */
export interface HufuProviderProps {
  /** The client of the pages; none where only the server can read the session. */
  client?: Client;
  /**
   * What `createServerClient(cookies, …).session()` gave as `unverified`: the first picture is then right at once, and what the server
   * changes (a server action that signs in or out) is known here too.
   */
  session?: Session;
  children?: ReactNode;
}

interface Provided {
  client: Client | null;
  watch: SessionWatch;
}

const Context = createContext<Provided | null>(null);

/** Gives the client and its session to all components below. */
export function HufuProvider({ client, session, children }: HufuProviderProps): ReactElement {
  const provided = useMemo(() => {
    const known = client ?? null;
    return { client: known, watch: new SessionWatch(known, session) };
    // What the server says afterwards is told to this one.
  }, [client]);
  const { state, user, assurance, assuranceToReach } = session ?? {};
  useEffect(() => {
    if (session !== undefined) provided.watch.serverSays(session);
    // The server makes a new object each time; only what it says counts.
  }, [provided, state, user?.id, user?.nickname, user?.avatarUrl, assurance, assuranceToReach]);
  return createElement(Context.Provider, { value: provided }, children);
}

/** What {@link useAuth} gives. */
export interface Auth extends SessionView {
  /** Ends the session; see `Client.signOut`. */
  signOut(how?: SignOut): Promise<void>;
}

/** The session, as it is now, in this tab and in others. */
export function useAuth(): Auth {
  const { client, watch } = useProvided();
  const view = useSyncExternalStore(watch.subscribe, watch.view, watch.first);
  return useMemo(() => ({ ...view, signOut: (how?: SignOut) => given(client).signOut(how) }), [client, view]);
}

/** The person, or null; `isLoaded` says whether that is known yet. */
export function useUser(): { isLoaded: boolean; user: User | null } {
  const { isLoaded, user } = useAuth();
  return { isLoaded, user };
}

/** The client of the provider above. */
export function useHufu(): Client {
  return given(useProvided().client);
}

function useProvided(): Provided {
  const provided = useContext(Context);
  if (provided === null) throw new Error('There is no HufuProvider above this component.');
  return provided;
}

function given(client: Client | null): Client {
  if (client === null) throw new Error('This HufuProvider has no client: only the server can read the session.');
  return client;
}
