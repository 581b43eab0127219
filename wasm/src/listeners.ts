// Who hears of the session, and what they have heard: an engine that replaces another begins with nothing, and what it
// finds in the store is told only where it is news.
import type { Listener, Session, SessionEvent, SessionState } from './types.js';

/** What an engine found in the store when it was opened. */
export interface Found {
  session: Session | null;
  events: SessionEvent[];
}

/** Whether the store could not be read: it may hold anything. */
export const isUnread = ({ events }: Found): boolean => events.some(({ reason }) => reason === 'store_unavailable');

/** The listeners of one client. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  /** The state that was told last. */
  state: SessionState = 'signed_out';
  /** The id of who was here then; empty if nobody was. */
  userId = '';
  #hasBegun = false;

  /** Gives the way to stop listening. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#listeners.clear();
  }

  tell(event: SessionEvent): void {
    this.state = event.state;
    this.userId = event.user?.id ?? '';
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        console.error('hufu: a listener threw', error);
      }
    }
  }

  /** Tells what was found, if it is not what was told last; `kind` is what another tab says has happened. */
  tellFound({ session, events }: Found, kind: string | null): void {
    const state = session?.state ?? 'signed_out';
    const user = session?.user ?? null;
    const isSame = state === this.state && (user?.id ?? '') === this.userId;
    for (const event of events) {
      const isNews = event.kind === 'initial_session' ? !this.#hasBegun : event.kind === 'store_failed' || !isSame;
      this.#hasBegun ||= event.kind === 'initial_session';
      if (isNews) this.tell(event);
    }
    if (!isSame && state === 'signed_out') this.tell({ kind: 'signed_out', state, user, reason: null });
    const isTold = kind === 'password_recovery' || (isSame && (kind === 'refreshed' || kind === 'user_updated' || kind === 'assurance_changed'));
    if (session && isTold) this.tell({ kind, state, user, reason: null });
  }

  /** Nobody is here: that was known without an engine. */
  tellNobody(): void {
    this.tellFound({ session: null, events: [{ kind: 'initial_session', state: 'signed_out', user: null, reason: null }] }, null);
  }
}
