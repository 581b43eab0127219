// The session of a client, as React wants what changes: a snapshot, and a way to hear of the next one.
import type { Client, HufuError, Session, SessionState, User } from 'hufu';
import type { BrowserClient } from 'hufu/next';

import { settledSession } from '../settled_session.js';

/** The session at one moment. */
export interface SessionView {
  /** Whether it is known yet: at first the browser has to read it. */
  isLoaded: boolean;
  state: SessionState;
  isSignedIn: boolean;
  user: User | null;
  /** Why it cannot be known: a configuration that cannot be used, or a core that cannot be loaded. */
  error: HufuError | null;
}

/** Watches a client for as long as somebody listens. */
export class SessionWatch {
  readonly #client: Client | null;
  readonly #listeners = new Set<() => void>();
  readonly #first: SessionView;
  #view: SessionView;
  #stop: (() => void) | null = null;

  /** @param session what the server knew when it made the page */
  constructor(client: Client | null, session: Session | undefined) {
    this.#client = client;
    const isLoaded = session !== undefined || client === null;
    this.#first = viewOf(session?.state ?? 'signed_out', session?.user ?? null, isLoaded);
    this.#view = this.#first;
  }

  /** The session now. */
  readonly view = (): SessionView => this.#view;

  /** The session as the server knew it: what a page begins with. */
  readonly first = (): SessionView => this.#first;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#stop === null) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
    };
  };

  /** The server has made the page anew, and knows better: it may have set or removed the cookies meanwhile. */
  serverSays({ state, user }: Session): void {
    const view = viewOf(state, user, true);
    if (isSame(view, this.#view)) return;
    this.#show(view);
    (this.#client as Partial<BrowserClient> | null)?.cookiesChanged?.();
  }

  #start(): void {
    const client = this.#client;
    if (client === null) {
      this.#stop = () => {};
      return;
    }
    let isOver = false;
    const stop = client.on(({ state, user }) => this.#show(viewOf(state, user, true)));
    this.#stop = () => {
      isOver = true;
      stop();
    };
    settledSession(client).then(
      ({ state, user }) => {
        if (!isOver) this.#show(viewOf(state, user, true));
      },
      (error: HufuError) => {
        if (!isOver) this.#show({ ...viewOf('signed_out', null, true), error });
      },
    );
  }

  #show(view: SessionView): void {
    if (isSame(view, this.#view)) return;
    this.#view = view;
    for (const listener of [...this.#listeners]) listener();
  }
}

function viewOf(state: SessionState, user: User | null, isLoaded: boolean): SessionView {
  return { isLoaded, state, isSignedIn: state === 'signed_in', user, error: null };
}

function isSame(a: SessionView, b: SessionView): boolean {
  const isSameUser =
    a.user?.id === b.user?.id && a.user?.nickname === b.user?.nickname && a.user?.avatarUrl === b.user?.avatarUrl;
  return isSameUser && a.state === b.state && a.isLoaded === b.isLoaded && a.error === b.error;
}
