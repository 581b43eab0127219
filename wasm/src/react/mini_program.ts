// A sign-in on one phone: from a page into the mini-program and back.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { HufuError, OpenMiniProgram, Presentation } from 'hufu';

import { useHufu } from './provider.js';
import { openByTheSameTap } from './tapped.js';

/** A sign-in that goes by the mini-program, at one moment. */
export interface PhoneView extends Pick<Presentation, 'state' | 'url' | 'code' | 'number' | 'scanKind' | 'signIn'> {
  /** By `Date.now()`: when it runs out; 0 if nothing is known. */
  endsAt: number;
}

/** What {@link useMiniProgram} gives. No call rejects: what goes wrong is in `error`. */
export interface UseMiniProgram {
  /**
   * Its `url` is for a link that the person taps where the tap that called `open` has not opened the mini-program already. In the state
   * `agreed` the page asks for the code that the mini-program shows. Where no link can be had it is a page on which the `code` is typed,
   * and the state becomes `approved`: `finish` is next.
   */
  opened: PhoneView | null;
  /** Who has agreed, after `enter`: "Go on as …?" */
  person: { nickname: string; avatarUrl: string } | null;
  /** Whether an answer to a call of this hook is awaited; not while the person is in the mini-program. */
  isBusy: boolean;
  /** Why the last call failed, or the sign-in itself. */
  error: HufuError | null;
  /** Gets the link, opens it if the browser lets it, and waits until the person has agreed. */
  open(how?: OpenMiniProgram): Promise<void>;
  /** The code that the mini-program shows. Nobody is signed in yet. */
  enter(code: string): Promise<void>;
  /** The person wants to go on as who they are there; the session is then `useAuth`'s. */
  finish(): Promise<void>;
  /** That is somebody else, or the person does not want to any more. */
  close(): void;
}

type View = Pick<UseMiniProgram, 'opened' | 'person' | 'isBusy' | 'error'>;
const nothing: View = { opened: null, person: null, isBusy: false, error: null };

/**
 * A sign-in on one phone; it is over when the component goes. Phones throw pages away while another app is in front: it is kept for
 * this tab, and goes on when the page is loaded again.
 */
export function useMiniProgram(): UseMiniProgram {
  const client = useHufu();
  const [view, setView] = useState(nothing);
  const waiting = useRef<AbortController | null>(null);
  const signIn = useRef('');

  /** Waits for a sign-in that was begun before, or for another. */
  const wait = useCallback(
    async (how: OpenMiniProgram) => {
      const mine = new AbortController();
      waiting.current = mine;
      const show = (seen: (old: View) => View): void => {
        if (waiting.current === mine) setView(seen);
      };
      try {
        const { state } = await client.openMiniProgram(how, {
          signal: mine.signal,
          present: ({ show: _, picture: __, expiresInMs, ...shown }) => {
            if (waiting.current !== mine) return;
            // One that goes on after a reload may have no link of its own.
            const url = shown.url || (kept.get()?.url ?? '');
            const opened = { ...shown, url, endsAt: expiresInMs > 0 ? Date.now() + expiresInMs : 0 };
            kept.set(opened);
            if (signIn.current === '' && shown.scanKind === 'link') openByTheSameTap(url);
            signIn.current = shown.signIn;
            show((old) => ({ ...old, opened, isBusy: false }));
          },
        });
        show((old) => ({ ...old, isBusy: false, opened: old.opened && { ...old.opened, state: state as PhoneView['state'] } }));
      } catch (error) {
        if (waiting.current === mine) {
          signIn.current = '';
          kept.set(null);
        }
        show((old) => ({ ...old, isBusy: false, error: error as HufuError }));
      }
      if (waiting.current === mine) waiting.current = null;
    },
    [client],
  );

  /** Nothing is waited for, and nothing kept. */
  const forget = useCallback(() => {
    waiting.current?.abort();
    waiting.current = null;
    signIn.current = '';
    kept.set(null);
  }, []);

  /** The same, and the server signs nobody in by it any more. */
  const end = useCallback(() => {
    // Whoever gives the waiting up has closed it. It runs out by itself where the server cannot be told.
    const [isWaiting, handle] = [waiting.current !== null, signIn.current];
    forget();
    if (!isWaiting && handle !== '') void client.closeSignIn({ signIn: handle }).catch(() => {});
  }, [client, forget]);

  useEffect(() => {
    const opened = kept.get();
    // Not at once: in strict mode a component goes, and comes again, before anything else.
    const timer = setTimeout(() => {
      if (opened === null || signIn.current !== '') return;
      signIn.current = opened.signIn;
      setView({ ...nothing, opened });
      void wait({ signIn: opened.signIn });
    });
    return () => {
      clearTimeout(timer);
      if (waiting.current !== null || signIn.current !== '') end();
    };
  }, [wait, end]);

  /** One step of the present sign-in. */
  const step = useCallback(async (take: (signIn: string) => Promise<Partial<View>>) => {
    const handle = signIn.current;
    if (handle === '') return;
    setView((old) => ({ ...old, isBusy: true, error: null }));
    const seen = await take(handle).catch((error: HufuError) => ({ error }));
    if (signIn.current === handle) setView((old) => ({ ...old, isBusy: false, ...seen }));
  }, []);

  return useMemo(
    () => ({
      ...view,
      open: async (how: OpenMiniProgram = {}) => {
        end();
        setView({ ...nothing, isBusy: true });
        await wait(how);
      },
      enter: (code) => step(async (handle) => ({ person: await client.enterReturnCode({ signIn: handle, code }) })),
      finish: () =>
        step(async (handle) => {
          await client.finishSignIn({ signIn: handle });
          forget();
          setView(nothing);
          return {};
        }),
      close: () => {
        end();
        setView(nothing);
      },
    }),
    [view, client, wait, step, forget, end],
  );
}

const key = 'hufu.mini-program';

/** What this tab keeps while the person is in the mini-program. A browser may forbid it: then a page that is loaded again begins anew. */
const kept = {
  get(): PhoneView | null {
    try {
      const opened = JSON.parse(sessionStorage.getItem(key) ?? 'null') as PhoneView | null;
      return opened !== null && opened.endsAt > Date.now() ? opened : null;
    } catch {
      return null;
    }
  },
  set(opened: PhoneView | null): void {
    try {
      if (opened === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(opened));
    } catch {
      // See above.
    }
  },
};
