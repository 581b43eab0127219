// The second factor of whoever is here: an application that shows codes.
import { useCallback, useMemo, useState } from 'react';
import type { Assurance, EnrolledFactor, EnrollFactor, Factor, HufuError } from 'hufu';

import { useAsked, type Ask } from './asked.js';
import { useAuth } from './provider.js';

/** What {@link useSecondFactor} gives. No call rejects: what goes wrong is in `error`. */
export interface UseSecondFactor {
  /** Whether the factors are known; also where nobody is signed in. */
  isLoaded: boolean;
  /** All of this person, those too that no code has proved yet (`status`). */
  factors: Factor[];
  /** The one that is being added: show its `qrCode` or `secret`, then `verify` the first code. */
  enrolling: EnrolledFactor | null;
  /** How well it is known now who this is: `aal2` by two factors. */
  assurance: Assurance;
  /** How well it could be: `aal2` where the person has a second factor. */
  assuranceToReach: Assurance;
  /** Whether the session wants a code of the second factor. */
  needsSecondFactor: boolean;
  /** Whether an answer to a call of this hook is awaited. */
  isBusy: boolean;
  /** Why the last call failed. */
  error: HufuError | null;
  /** Begins to add one; see `enrolling`. */
  enroll(how?: EnrollFactor): Promise<void>;
  /** Proves by a code: for the factor that is being added, else for the first of the person's, if none is named. */
  verify(code: string, factorId?: string): Promise<void>;
  /** Takes one off the account. */
  remove(factorId: string): Promise<void>;
  /** Adds none, after `enroll`. */
  cancel(): Promise<void>;
  /** Asks the server again. */
  refresh(): Promise<void>;
}

const ask: Ask<Factor[]> = async (client, signal) => (await client.listFactors({ signal })).factors;
const none: Factor[] = [];

/** The second factor of whoever is here. Asks the server when it is first shown. */
export function useSecondFactor(): UseSecondFactor {
  const { user, assurance, assuranceToReach } = useAuth();
  const { isLoaded, known, isBusy, error, call } = useAsked(ask);
  const [begun, setBegun] = useState<{ factor: EnrolledFactor; owner: string | undefined } | null>(null);
  const enrolling = begun !== null && begun.owner === user?.id ? begun.factor : null;
  const factors = known ?? none;

  const owner = user?.id;
  const enroll = useCallback(
    (how: EnrollFactor = {}) =>
      call(async (client, signal) => {
        setBegun({ factor: await client.enrollFactor(how, { signal }), owner });
        return ask(client, signal);
      }),
    [call, owner],
  );
  const remove = useCallback(
    (factorId: string) =>
      call(async (client, signal) => {
        await client.removeFactor({ factorId }, { signal });
        setBegun((old) => (old?.factor.id === factorId ? null : old));
        return ask(client, signal);
      }),
    [call],
  );

  return useMemo(
    () => ({
      isLoaded,
      factors,
      enrolling,
      assurance,
      assuranceToReach,
      needsSecondFactor: assuranceToReach === 'aal2' && assurance !== 'aal2',
      isBusy,
      error,
      enroll,
      verify: (code, factorId = enrolling?.id ?? factors.find(({ status }) => status === 'verified')?.id ?? '') =>
        call(async (client, signal) => {
          await client.verifyFactor({ factorId, code }, { signal });
          setBegun((old) => (old?.factor.id === factorId ? null : old));
          return ask(client, signal);
        }),
      remove,
      cancel: () => (enrolling ? remove(enrolling.id) : Promise.resolve()),
      refresh: () => call(ask),
    }),
    [isLoaded, factors, enrolling, assurance, assuranceToReach, isBusy, error, enroll, remove, call],
  );
}
