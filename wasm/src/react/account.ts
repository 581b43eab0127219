// The account of whoever is here, as the server has it.
import { useMemo } from 'react';
import type { Account, HufuError, UpdateAccount } from 'hufu';

import { useAsked, type Ask } from './asked.js';

/** What {@link useAccount} gives. No call rejects: what goes wrong is in `error`. */
export interface UseAccount {
  /** Whether it is known; also where nobody is signed in. */
  isLoaded: boolean;
  /** Null where nobody is signed in, and until the server has said it. */
  account: Account | null;
  /** The address that the account gets once it is confirmed; empty where none waits. */
  pendingEmail: string;
  /** Whether an answer to a call of this hook is awaited. */
  isBusy: boolean;
  /** Why the last call failed. */
  error: HufuError | null;
  /** Asks the server again: whether the e-mail is confirmed by now, for example. */
  refresh(): Promise<void>;
  /** Changes what is given; the rest stays. */
  update(what: UpdateAccount): Promise<void>;
}

const ask: Ask<Account> = (client, signal) => client.fetchAccount({ signal });

/** The account of whoever is here: address, phone, identities, metadata. Asks the server when it is first shown. */
export function useAccount(): UseAccount {
  const { isLoaded, known: account, isBusy, error, call } = useAsked(ask);
  return useMemo(
    () => ({
      isLoaded,
      account,
      pendingEmail: account?.newEmail ?? '',
      isBusy,
      error,
      refresh: () => call(ask),
      update: (what) => call((client, signal) => client.updateAccount(what, { signal })),
    }),
    [isLoaded, account, isBusy, error, call],
  );
}
