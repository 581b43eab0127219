// What the server is asked for about whoever is here: kept for the components, and forgotten when somebody else comes.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client, HufuError } from 'hufu';

import { useAuth, useHufu } from './provider.js';

/** What was asked for, at one moment. */
export interface Asked<Known> {
  /** Whether it is known; also where nobody is signed in, and there is nothing to know. */
  isLoaded: boolean;
  known: Known | null;
  /** Whether an answer to a call of this hook is awaited. */
  isBusy: boolean;
  /** Why the last call failed. */
  error: HufuError | null;
}

/** Asks the server; another person, or the end of the component, gives that up. */
export type Ask<Known> = (client: Client, signal: AbortSignal) => Promise<Known>;

/** What {@link useAsked} gives. */
export interface UseAsked<Known> extends Asked<Known> {
  /** Calls the server, and shows what is known after it. Never rejects. */
  call(ask: Ask<Known>): Promise<void>;
}

const nothing: Asked<never> = { isLoaded: false, known: null, isBusy: false, error: null };

/** @param ask one for all renders: it is asked again when it is another */
export function useAsked<Known>(ask: Ask<Known>): UseAsked<Known> {
  const client = useHufu();
  const { isLoaded, isSignedIn, user } = useAuth();
  const [view, setView] = useState<Asked<Known>>(nothing);
  const present = useRef<AbortController | null>(null);
  const underWay = useRef(0);

  const call = useCallback(
    async (next: Ask<Known>) => {
      const mine = present.current;
      if (mine === null) return;
      const { signal } = mine;
      const show = (seen: Partial<Asked<Known>>): void => {
        if (present.current === mine) setView((old) => ({ ...old, ...seen, isLoaded: true, isBusy: underWay.current > 0 }));
      };
      underWay.current += 1;
      setView((old) => ({ ...old, isBusy: true, error: null }));
      try {
        const known = await next(client, signal);
        underWay.current -= 1;
        show({ known });
      } catch (error) {
        underWay.current -= 1;
        show({ error: error as HufuError });
      }
    },
    [client],
  );

  const person = isSignedIn ? (user?.id ?? '') : null;
  useEffect(() => {
    const mine = new AbortController();
    present.current = mine;
    setView({ ...nothing, isLoaded: isLoaded && person === null });
    if (person !== null) void call(ask);
    // What another tab has changed; what this one asks for, it shows by itself.
    const stop = client.on(({ kind }) => {
      if (kind === 'user_updated' && underWay.current === 0) void call(ask);
    });
    return () => {
      present.current = null;
      stop();
      mine.abort();
    };
  }, [client, call, ask, isLoaded, person]);

  return { ...view, call };
}
