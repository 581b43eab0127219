// hufu/query: TanStack Query beside a client: what is asked again, and whose answers are kept.
import type { Client, EventKind, HufuError, Session } from 'hufu';

import { settledSession } from './settled_session.js';

interface CachedQuery {
  state: { data: unknown };
  getObserversCount(): number;
  setState(state: { data: undefined; status: 'error' }): void;
}

/** What is needed of a `QueryClient` of TanStack Query 5, be it React's, Vue's, Solid's or Svelte's. */
export interface QueryClientLike {
  getDefaultOptions(): { queries?: object };
  setDefaultOptions(options: object): void;
  getMutationCache(): { clear(): void };
  getQueryCache(): { getAll(): CachedQuery[] };
  refetchQueries(filters: { type: 'active'; fetchStatus: 'idle'; predicate(query: CachedQuery): boolean }): Promise<void>;
  removeQueries(filters: { predicate(query: CachedQuery): boolean }): void;
  resetQueries(): Promise<void>;
}

/**
 * Makes `queryClient` follow the session of `client`, until the function that it gives is called. A failure is asked again
 * only where its {@link HufuError} says `retry`, and not sooner than it says. What one person was shown is gone, and what they
 * asked for is given up, before the next one is here. What `queryClient` has by itself as `retry` and `retryDelay` stays.
 */
export function hufuQuery(client: Pick<Client, 'accessToken' | 'on' | 'session'>, queryClient: QueryClientLike): () => void {
  const options = queryClient.getDefaultOptions();
  queryClient.setDefaultOptions({ ...options, queries: { retry, retryDelay, ...options.queries } });
  let person: string | null = null; // not known yet; '': nobody; '?': of a borrowed session, which names nobody
  const become = ({ state, user, kind }: Pick<Session, 'state' | 'user'> & { kind?: EventKind }): void => {
    const [before, now] = [person, state === 'signed_out' ? '' : (user?.id ?? '?')];
    person = now;
    if (before && now && ([before, now].includes('?') ? kind !== 'signed_in' : before === now)) return;
    if (before === null && now !== '') {
      // Found in the store. Who has asked already is asking for this person; who has waited for one (`enabled`) begins.
      void queryClient.refetchQueries({ type: 'active', fetchStatus: 'idle', predicate: (query) => query.state.data === undefined });
    } else if (before !== null && (before || now)) {
      queryClient.getMutationCache().clear();
      // Where there is a failure and no data, `placeholderData` remembers nothing.
      for (const query of queryClient.getQueryCache().getAll()) query.setState({ data: undefined, status: 'error' });
      void queryClient.resetQueries();
      queryClient.removeQueries({ predicate: (query) => query.getObserversCount() === 0 });
    }
  };
  settledSession(client).then((session) => person ?? become(session), () => {});
  return client.on(become);
}

const retry = (failures: number, error: unknown): boolean => failures < 3 && (hufuErrorIn(error)?.action ?? 'retry') === 'retry';
const retryDelay = (failures: number, error: unknown): number =>
  Math.max(hufuErrorIn(error)?.retryAfterMs ?? 0, Math.min(1000 * 2 ** failures, 30_000));

/** Itself, or behind the error of a library that sends through the client. */
function hufuErrorIn(error: unknown): HufuError | undefined {
  const { cause } = (error ?? {}) as { cause?: unknown };
  return [error, cause].find((one) => (one as Error | undefined)?.name === 'HufuError') as HufuError | undefined;
}
