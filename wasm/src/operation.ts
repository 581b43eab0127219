// One operation of the core as a promise: begun on an engine, given up by a signal.
import { CoreTrapped } from './core.js';
import type { Engine, Waiter } from './engine.js';
import { cancelled, hostFault, HufuError } from './errors.js';
import { fromCore } from './names.js';
import type { CallOptions, Session } from './types.js';

/** What an operation carries besides its arguments. */
export type Carried = Pick<Waiter, 'forward' | 'file'>;

/**
 * Performs an operation on the engine that `present` gives: begun in this very call, unless the engine has to be opened.
 * Rejects with a `HufuError`, never with anything else.
 */
export function perform(
  present: () => Engine | Promise<Engine>,
  operation: string,
  args: unknown,
  { signal, present: show }: CallOptions,
  carried: Carried,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled('the operation was cancelled before it began', signal.reason));
    let begun: { engine: Engine; id: number } | null = null;
    let isOver = false;
    const finish = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      signal?.removeEventListener('abort', giveUp);
      settle();
    };
    const giveUp = (): void => {
      finish(() => reject(cancelled('the operation was cancelled', signal?.reason)));
      if (begun) quietly(() => begun?.engine.cancel(begun.id));
    };
    const begin = (engine: Engine): void => {
      if (isOver) return;
      const id = engine.begin(operation, args, {
        ...carried,
        present: show,
        done: (value) => finish(() => resolve(value)),
        failed: (error) => finish(() => reject(error)),
      });
      if (!isOver) begun = { engine, id };
    };
    const fail = (error: unknown): void => finish(() => reject(asHufuError(error)));
    signal?.addEventListener('abort', giveUp);
    try {
      const engine = present();
      if ('then' in engine) engine.then(begin).catch(fail);
      else begin(engine);
    } catch (error) {
      fail(error);
    }
  });
}

/** Asks an engine who is here: null where it cannot say. Why the store cannot be read, each operation says for itself. */
export function askForSession(engine: Engine, hear: (session: Session | null) => void): void {
  try {
    engine.begin('session', {}, { done: (value) => hear(fromCore(value) as Session), failed: () => hear(null) });
  } catch {
    hear(null);
  }
}

/** Calls into a core that may trap on it: then all who wait have been told. */
export function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // See above.
  }
}

function asHufuError(error: unknown): HufuError {
  if (error instanceof HufuError) return error;
  if (error instanceof CoreTrapped) return hostFault('the core has trapped and is replaced', error);
  return hostFault(error instanceof Error ? error.message : 'unknown', error);
}
