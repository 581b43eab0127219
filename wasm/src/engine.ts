// One open handle of the core with what it has under way: obeys its messages. Decides nothing.
import type { Core } from './core.js';
import { carryOut, failedAnswer, type Scene } from './effects.js';
import { cancelled, hostFault, type HufuError } from './errors.js';
import type { CookieCodec, CoreHost, HeaderList, Now } from './host/host.js';
import { type EffectMessage, errorOf, type Failure, type Message } from './messages.js';
import { fromCore, toCore } from './names.js';
import { newAbort } from './platform/abort.js';
import type { CallOptions, SessionEvent } from './types.js';

/** Who waits for an operation. */
export interface Waiter {
  done(value: unknown): void;
  failed(error: unknown): void;
  /** Sends the application's own request; only for `fetch`. */
  forward?(method: string, url: string, headers: HeaderList): Promise<{ status: number; headers: HeaderList }>;
  /** Pictures that the operation's `file` stands for. */
  file?: Blob;
  /** Shows what the operation has to show, in place of the host. */
  present?: CallOptions['present'];
}

/** Who was here when something began. */
export interface Present {
  engine: Engine | null;
  person: number;
  userId: string;
}

/** One handle: open until `close`, or until the core traps. */
export class Engine {
  readonly #core: Core;
  readonly #host: CoreHost;
  readonly #onEvent: (event: SessionEvent) => void;
  /** Called when the core has nothing more to say for the moment, and at the end. */
  readonly #onRest: () => void;
  readonly #handle: number;
  readonly #waiters = new Map<number, Waiter>();
  readonly #running = new Map<number, AbortController | null>();
  readonly #writing = new Set<number>();
  readonly #locks = new Map<number, () => void>();
  readonly #codec: CookieCodec;
  #forgetTrap: () => void;
  #signerVersion = 0;
  #hasUnsaved = false;
  #isDraining = false;
  #isClosed = false;

  /** Throws a `HufuError` for a configuration that cannot be used. */
  constructor(core: Core, host: CoreHost, config: string, onEvent: (event: SessionEvent) => void, onRest: () => void) {
    const opened = core.open(config);
    if (typeof opened === 'string') throw errorOf(JSON.parse(opened) as Failure);
    this.#core = core;
    this.#host = host;
    this.#handle = opened;
    this.#onEvent = onEvent;
    this.#onRest = onRest;
    this.#codec = cookieCodec(core);
    this.#forgetTrap = core.onTrap(() => this.#abandon(hostFault('the core has trapped and is replaced')));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether nothing is under way. */
  get isIdle(): boolean {
    return this.#waiters.size === 0 && this.#running.size === 0;
  }

  /** Whether the store is being changed, or will be as soon as the lock is free. */
  get isWriting(): boolean {
    return this.#writing.size > 0 || this.#locks.size > 0;
  }

  /** Whether the store did not take the last save. */
  get hasUnsaved(): boolean {
    return this.#hasUnsaved;
  }

  /** Starts an operation; gives its id. */
  begin(operation: string, args: unknown, waiter: Waiter): number {
    const id = this.#core.begin(this.#handle, operation, JSON.stringify(toCore(args)), this.#host.now());
    this.#waiters.set(id, waiter);
    this.#drain();
    return id;
  }

  /** Gives an operation up; its waiter hears nothing more. */
  cancel(operation: number): void {
    if (!this.#waiters.delete(operation) || this.#isClosed) return;
    this.#core.cancel(this.#handle, operation);
    this.#drain();
  }

  /** See `Core.wake`. */
  wake(): void {
    if (this.#isClosed) return;
    this.#core.wake(this.#handle, this.#host.now());
    this.#drain();
  }

  state(): string {
    return this.#core.state(this.#handle);
  }

  /** Grows whenever `authorize` may give other headers than before; 0 while the core is at work, and at the end. */
  get signerVersion(): number {
    return this.#signerVersion;
  }

  /** See `Core.person`. */
  person(): number {
    return this.#core.person(this.#handle);
  }

  /** See `Core.authorize`. */
  authorize(url: string, now: Now, known: number): string | boolean | null {
    return this.#core.authorize(this.#handle, url, now, known);
  }

  /** See `Core.goodFor`. */
  goodFor(now: Now): number {
    return this.#core.goodFor(this.#handle, now);
  }

  /** Ends everything that is under way. What is being stored is stored. */
  close(why: HufuError = cancelled('the client is closed')): void {
    if (this.#isClosed) return;
    this.#abandon(why);
    this.#core.close(this.#handle);
  }

  #abandon(why: HufuError): void {
    this.#isClosed = true;
    this.#signerVersion = 0;
    this.#forgetTrap();
    for (const running of this.#running.values()) running?.abort(why);
    this.#running.clear();
    for (const release of this.#locks.values()) release();
    this.#locks.clear();
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    for (const waiter of waiters) waiter.failed(why);
    this.#onRest();
  }

  // Until there is nothing left to do, and never inside itself: a listener may begin an operation,
  // and the messages of that come after those that are there already.
  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      while (!this.#isClosed) {
        const message = this.#core.next(this.#handle);
        if (message === null) break;
        // A listener or a waiter may ask for headers at once.
        this.#signerVersion = 0;
        this.#obey(JSON.parse(message) as Message);
      }
      if (!this.#isClosed) this.#signerVersion = this.#core.signerVersion(this.#handle);
    } finally {
      this.#isDraining = false;
    }
    if (!this.#isClosed) this.#onRest();
  }

  #obey(message: Message): void {
    if (message.type === 'effect') {
      this.#start(message);
    } else if (message.type === 'cancel') {
      this.#running.get(message.id)?.abort(cancelled('the operation was cancelled'));
      this.#running.delete(message.id);
    } else if (message.type === 'done') {
      const waiter = this.#waiters.get(message.operation);
      this.#waiters.delete(message.operation);
      if (message.error) waiter?.failed(errorOf(message.error));
      else waiter?.done(message.value);
    } else {
      const { kind, state, user, reason } = message;
      this.#onEvent(fromCore({ kind, state, user, reason }) as SessionEvent);
    }
  }

  #start(effect: EffectMessage): void {
    if (effect.kind === 'unlock') {
      const lock = effect['lock'] as number;
      this.#locks.get(lock)?.();
      this.#locks.delete(lock);
      return;
    }
    this.#running.set(effect.id, null);
    if (effect.kind === 'save' || effect.kind === 'erase' || effect.kind === 'lock') this.#writing.add(effect.id);
    carryOut(effect, this.#sceneOf(effect.id)).then(
      (answer) => {
        if (effect.kind === 'save') this.#hasUnsaved = false;
        this.#settle(effect.id, answer);
      },
      (error: unknown) => {
        if (effect.kind === 'save') this.#hasUnsaved = true;
        this.#settle(effect.id, failedAnswer(error, effect.kind));
      },
    );
  }

  #settle(effect: number, answer: object): void {
    this.#writing.delete(effect);
    if (!this.#running.delete(effect)) {
      if (!this.#isClosed) this.#onRest();
      return;
    }
    try {
      this.#core.resolve(this.#handle, effect, JSON.stringify(answer), this.#host.now());
      this.#drain();
    } catch {
      // It has trapped: all who wait have been told.
    }
  }

  #sceneOf(effect: number): Scene {
    return {
      host: this.#host,
      codec: this.#codec,
      waiters: this.#waiters,
      signal: () => {
        const stop = newAbort();
        this.#running.set(effect, stop);
        return stop.signal;
      },
      keepLock: (release) => this.#locks.set(effect, release),
    };
  }
}

/** The cookie codec of a core. */
function cookieCodec(core: Core): CookieCodec {
  return {
    encode: (name, value, present) =>
      (JSON.parse(core.encodeCookies(JSON.stringify({ name, value, present }))) ?? []) as [string, string | null][],
    decode: (name, cookies) => JSON.parse(core.decodeCookies(JSON.stringify({ name, cookies }))) as string | null,
  };
}
