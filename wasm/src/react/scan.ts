// A sign-in by a code that this screen shows and a phone scans, followed live.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { HufuError, Presentation, SignInByScan } from 'hufu';

import { useHufu } from './provider.js';

/** The code at one moment. */
export interface ScanView extends Pick<Presentation, 'state' | 'url' | 'code' | 'number' | 'picture' | 'scanKind'> {
  /** By `Date.now()`: when it runs out; 0 if nothing is known. */
  endsAt: number;
}

/** What {@link useScan} gives. No call rejects: what goes wrong is in `error`. */
export interface UseScan {
  /** What to show: `picture`, or `url` as a QR code, and the `number`; null before `start`, and once the person is signed in. */
  scan: ScanView | null;
  /** Whether a code is awaited. */
  isBusy: boolean;
  /** Why nobody was signed in: `declined`, `credential_invalid` where the code has run out, and others. */
  error: HufuError | null;
  /** Whether to offer another code, by `again`: this one is over, or somebody has scanned it, and that may have been somebody else. */
  wantsNewCode: boolean;
  /** Shows a code and waits for the person; the session is then `useAuth`'s. One that was shown before is over. */
  start(how?: SignInByScan): Promise<void>;
  /** The same with another code. */
  again(): Promise<void>;
  /** Shows none any more; whoever scans it is told that it is over. */
  stop(): void;
}

type View = Pick<UseScan, 'scan' | 'isBusy' | 'error'>;
const nothing: View = { scan: null, isBusy: false, error: null };

/** A sign-in by scan: it is over when the component goes. */
export function useScan(): UseScan {
  const client = useHufu();
  const [view, setView] = useState(nothing);
  const present = useRef<AbortController | null>(null);
  const name = useRef<SignInByScan>({});

  /** The code that was shown signs nobody in any more: whoever gives a sign-in up has closed it at the server. */
  const end = useCallback(() => {
    present.current?.abort();
    present.current = null;
  }, []);

  const start = useCallback(
    async (how: SignInByScan = {}) => {
      end();
      const mine = new AbortController();
      present.current = mine;
      name.current = how;
      const show = (seen: Partial<View>): void => {
        if (present.current === mine) setView((old) => ({ ...old, ...seen }));
      };
      setView({ ...nothing, isBusy: true });
      try {
        await client.signInByScan(how, {
          signal: mine.signal,
          present: ({ show: _, signIn: __, expiresInMs, ...shown }) =>
            show({ isBusy: false, scan: { ...shown, endsAt: expiresInMs > 0 ? Date.now() + expiresInMs : 0 } }),
        });
        show(nothing);
      } catch (error) {
        show({ isBusy: false, error: error as HufuError });
      }
    },
    [client, end],
  );

  useEffect(() => end, [end]);

  return useMemo(
    () => ({
      ...view,
      wantsNewCode: view.error !== null || view.scan?.state === 'scanned' || view.scan?.state === 'over',
      start,
      again: () => start(name.current),
      stop: () => {
        end();
        setView(nothing);
      },
    }),
    [view, start, end],
  );
}
