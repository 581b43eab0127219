// The session of a client, as React wants what changes: a snapshot, and a way to hear of the next one.
import type { Assurance, Client, HufuError, Session, SessionEvent, SessionState, User } from 'hufu';
import type { BrowserClient } from 'hufu/next';

import { settledSession } from '../settled_session.js';

/** The session at one moment. */
export interface SessionView {
  /** Whether it is known yet: at first the browser has to read it. */
  isLoaded: boolean;
  state: SessionState;
  isSignedIn: boolean;
  user: User | null;
  /** How well it is known who this is: `aal2` by two factors; empty where nobody is signed in, or it is not said. */
  assurance: Assurance;
  /** How well it could be. */
  assuranceToReach: Assurance;
  /** Whether this person came by the mail for a forgotten password, and has not changed it yet: ask for another one. */
  isRecovering: boolean;
  /** Why it cannot be known: a configuration that cannot be used, or a core that cannot be loaded. */
  error: HufuError | null;
}

/** Watches a client for as long as somebody listens. */
export class SessionWatch {
  readonly #client: Client | null;
  readonly #listeners = new Set<() => void>();
  readonly #first: SessionView;
  #view: SessionView;
  #heard = 0;
  #stop: (() => void) | null = null;

  /** @param session what the server knew when it made the page */
  constructor(client: Client | null, session: Session | undefined) {
    this.#client = client;
    const isLoaded = session !== undefined || client === null;
    this.#first = viewOf(session ?? nobody, isLoaded);
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
  serverSays(session: Session): void {
    const view = this.#viewOf(session);
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
    const stop = client.on((event) => this.#hear(event, () => isOver, client));
    this.#stop = () => {
      isOver = true;
      stop();
    };
    settledSession(client).then(
      (session) => {
        if (!isOver) this.#show(this.#viewOf(session));
      },
      (error: HufuError) => {
        if (!isOver) this.#show({ ...viewOf(nobody), error });
      },
    );
  }

  // At once what the event says; of the assurance it says nothing, and the client is asked.
  #hear({ kind, state, user }: SessionEvent, isOver: () => boolean, client: Client): void {
    const mine = ++this.#heard;
    const view = this.#viewOf({ ...this.#view, state, user });
    const isRecovering = kind === 'password_recovery' || (view.isRecovering && kind !== 'user_updated' && kind !== 'signed_in');
    this.#show({ ...view, isRecovering });
    if (state !== 'signed_in') return;
    client.session().then(
      (session) => {
        if (!isOver() && mine === this.#heard) this.#show(this.#viewOf(session));
      },
      () => {}, // closed meanwhile
    );
  }

  // No session says by which mail somebody came: that was told once.
  #viewOf(session: Seen): SessionView {
    const view = viewOf(session);
    return { ...view, isRecovering: view.isSignedIn && this.#view.isRecovering };
  }

  #show(view: SessionView): void {
    if (isSame(view, this.#view)) return;
    this.#view = view;
    for (const listener of [...this.#listeners]) listener();
  }
}

type Seen = Pick<Session, 'state' | 'user' | 'assurance' | 'assuranceToReach'>;

const unsure: Pick<Session, 'assurance' | 'assuranceToReach'> = { assurance: '', assuranceToReach: '' };
const nobody: Seen = { state: 'signed_out', user: null, ...unsure };

function viewOf({ state, user, assurance, assuranceToReach }: Seen, isLoaded = true): SessionView {
  const isSignedIn = state === 'signed_in';
  const levels = isSignedIn ? { assurance, assuranceToReach } : unsure;
  return { isLoaded, state, isSignedIn, user, ...levels, isRecovering: false, error: null };
}

function isSame(a: SessionView, b: SessionView): boolean {
  const isSameUser =
    a.user?.id === b.user?.id && a.user?.nickname === b.user?.nickname && a.user?.avatarUrl === b.user?.avatarUrl;
  const isSameAssurance = a.assurance === b.assurance && a.assuranceToReach === b.assuranceToReach;
  return isSameUser && isSameAssurance && a.isRecovering === b.isRecovering && a.state === b.state && a.isLoaded === b.isLoaded && a.error === b.error;
}
