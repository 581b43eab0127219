// A binding, followed live: what the other side does is seen without asking.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BindCode, Binding, BindingState, CreateBindCode, HufuError, MergeAccounts, RedeemBindCode } from 'hufu';

import { useHufu } from './provider.js';

/** A binding at one moment. */
export interface BindingView {
  /** The code to show, after `create`. Where it is a link there is another `url` each minute. */
  code: BindCode | null;
  /** By `Date.now()`: when the code, or the binding, runs out; 0 if nothing is known. */
  endsAt: number;
  /** The binding, as the server said last; null before there is one. */
  binding: Binding | null;
  /** Whether an answer to a call of this hook is awaited. */
  isBusy: boolean;
  /** Why the last call, or the binding itself, failed. */
  error: HufuError | null;
}

/** What {@link useBinding} gives. No call rejects: what goes wrong is in `error`. */
export interface UseBinding extends BindingView {
  /** Issues a code for the other half and follows it. */
  create(what: CreateBindCode): Promise<void>;
  /** Redeems the other half's code and follows the binding. */
  redeem(what: RedeemBindCode): Promise<void>;
  /** The same code once more, where `redeem` ended in `identity_in_use` and the person wants both accounts to become one. */
  merge(what: MergeAccounts): Promise<void>;
  /** The redeemer joins the account in the preview. */
  accept(): Promise<void>;
  /** The issuer types the number on the redeemer's screen. */
  confirm(number: string): Promise<void>;
  /** Says no, and follows no more. */
  decline(): Promise<void>;
  /** Follows no more, and forgets. */
  reset(): void;
}

const nothing: BindingView = { code: null, endsAt: 0, binding: null, isBusy: false, error: null };

// Each answer says what is new: the preview and the number are told once.
function seenOf(binding: Binding, old: BindingView): Pick<BindingView, 'binding' | 'endsAt'> {
  const known = old.binding;
  const { role, number, preview } = binding;
  return {
    binding: {
      ...binding,
      role: role || (known?.role ?? ''),
      number: number || (known?.number ?? ''),
      preview: preview ?? known?.preview ?? null,
    },
    endsAt: endOf(binding.expiresInMs) || old.endsAt,
  };
}

const endOf = (expiresInMs: number): number => (expiresInMs > 0 ? Date.now() + expiresInMs : 0);

/** A binding of this person's two halves; it is followed until it is over or the component goes. */
export function useBinding(): UseBinding {
  const client = useHufu();
  const [view, setView] = useState(nothing);
  const stop = useRef<AbortController | null>(null);
  const bindingId = useRef('');

  const reset = useCallback(() => {
    stop.current?.abort();
    stop.current = null;
    bindingId.current = '';
    setView(nothing);
  }, []);

  const follow = useCallback(
    async (id: string, since: BindingState, link: string, signal: AbortSignal) => {
      try {
        for (let state = since, url = link; ; ) {
          const binding = await client.waitForBinding({ bindingId: id, since: state, url }, { signal });
          if (signal.aborted) return;
          if (binding.state === 'issued' && binding.url !== url) {
            // Nobody has it yet: there is another link to draw.
            ({ url } = binding);
            setView((old) => ({ ...old, code: old.code && { ...old.code, url: binding.url } }));
            continue;
          }
          setView((old) => ({ ...old, ...seenOf(binding, old) }));
          if (binding.state === state || isOver(binding.state)) return;
          state = binding.state;
        }
      } catch (error) {
        if (!signal.aborted) setView((old) => ({ ...old, error: error as HufuError }));
      }
    },
    [client],
  );

  /** Begins another binding: what came of the one before is not heard any more. */
  const begin = useCallback(
    async (ask: (signal: AbortSignal) => Promise<{ id: string; state: BindingState; seen: Partial<BindingView> }>) => {
      stop.current?.abort();
      const mine = new AbortController();
      stop.current = mine;
      setView({ ...nothing, isBusy: true });
      try {
        const { id, state, seen } = await ask(mine.signal);
        if (mine.signal.aborted) return;
        bindingId.current = id;
        setView({ ...nothing, ...seen });
        if (!isOver(state)) void follow(id, state, seen.code?.url ?? '', mine.signal);
      } catch (error) {
        if (!mine.signal.aborted) setView({ ...nothing, error: error as HufuError });
      }
    },
    [follow],
  );

  /** One step of the present binding. */
  const step = useCallback(async (take: (id: string, signal: AbortSignal) => Promise<Binding | void>) => {
    const signal = stop.current?.signal;
    if (signal === undefined || bindingId.current === '') return;
    setView((old) => ({ ...old, isBusy: true, error: null }));
    try {
      const binding = await take(bindingId.current, signal);
      if (!signal.aborted) setView((old) => ({ ...old, ...(binding && seenOf(binding, old)), isBusy: false }));
    } catch (error) {
      if (!signal.aborted) setView((old) => ({ ...old, isBusy: false, error: error as HufuError }));
    }
  }, []);

  useEffect(() => () => stop.current?.abort(), []);

  return useMemo(
    () => ({
      ...view,
      create: (what) =>
        begin(async (signal) => {
          const code = await client.createBindCode(what, { signal });
          return { id: code.bindingId, state: 'issued', seen: { code, endsAt: endOf(code.expiresInMs) } };
        }),
      redeem: (what) => begin(async (signal) => redeemed(await client.redeemBindCode(what, { signal }))),
      merge: (what) => begin(async (signal) => redeemed(await client.mergeAccounts(what, { signal }))),
      accept: () => step((id, signal) => client.acceptBinding({ bindingId: id }, { signal })),
      confirm: (number) => step((id, signal) => client.confirmBinding({ bindingId: id, number }, { signal })),
      decline: async () => {
        await step((id, signal) => client.declineBinding({ bindingId: id }, { signal }));
        reset();
      },
      reset,
    }),
    [view, client, begin, step, reset],
  );
}

const redeemed = (binding: Binding) => ({ id: binding.bindingId, state: binding.state, seen: seenOf(binding, nothing) });

function isOver(state: BindingState): boolean {
  return state === 'confirmed' || state === 'already_linked';
}
