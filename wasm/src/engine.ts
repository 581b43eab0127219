// One open handle of the core with what it has under way: obeys its messages. Decides nothing.
import { fromBase64url, toBase64url } from './platform/base64url.js';
import type { Core } from './core.js';
import { cancelled, HostFailure, hostFault, HufuError } from './errors.js';
import type { Action, ErrorCode } from './errors.js';
import type { CookieCodec, CredentialKind, CoreHost, HeaderList, Now, Presentation } from './host/host.js';
import { camel, fromCore, toCore } from './names.js';
import { newAbort } from './platform/abort.js';
import type { SessionEvent } from './types.js';

/** Who waits for an operation. */
export interface Waiter {
  done(value: unknown): void;
  failed(error: unknown): void;
  /** Sends the application's own request; only for `fetch`. */
  forward?(method: string, url: string, headers: HeaderList): Promise<{ status: number; headers: HeaderList }>;
  /** Pictures that the operation's `file` stands for. */
  file?: Blob;
}

interface EffectMessage {
  id: number;
  kind: string;
  [member: string]: unknown;
}

interface Failure {
  code: string;
  action: string;
  message: string;
  retry_after_ms?: number;
  http_status?: number;
  detail?: string;
  server_message?: string;
}

type Message =
  | ({ type: 'effect' } & EffectMessage)
  | { type: 'cancel'; id: number }
  | { type: 'done'; operation: number; value?: unknown; error?: Failure }
  | { type: 'event'; kind: string; state: string; user: unknown; reason: string | null };

/** An error of the core. */
export function errorOf(failure: Failure): HufuError {
  return new HufuError(failure.code as ErrorCode, {
    action: failure.action as Action,
    message: failure.message,
    retryAfterMs: failure.retry_after_ms,
    httpStatus: failure.http_status,
    // It names an argument.
    detail: failure.code === 'invalid_argument' ? camel(failure.detail ?? '') : failure.detail,
    serverMessage: failure.server_message,
  });
}

/** The name under which a picture goes through the core. */
export const pictureName = 'hufu-picture';

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
    this.#perform(effect).then(
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

  async #perform(effect: EffectMessage): Promise<object> {
    const host = this.#host;
    const signal = (): AbortSignal => this.#signalOf(effect.id);
    const text = (member: string): string => effect[member] as string;
    const headers = (): HeaderList => effect['headers'] as HeaderList;
    switch (effect.kind) {
      case 'http':
        return host.http(
          { flow: text('flow'), method: text('method'), url: text('url'), headers: headers(), body: text('body') },
          signal(),
        );
      case 'forward': {
        const waiter = this.#waiters.get(effect['operation'] as number);
        if (!waiter?.forward) throw new HostFailure('unsupported', 'no sender was given for this request');
        return waiter.forward(text('method'), text('url'), headers());
      }
      case 'upload':
        return host.upload({ url: text('url'), file: this.#picture(text('file')), headers: headers() }, signal());
      case 'load':
        return { value: (await host.store.load(text('key'), this.#codec)) ?? null };
      case 'save':
        await host.store.save(text('key'), text('value'), this.#codec);
        return {};
      case 'erase':
        await host.store.erase(text('key'), this.#codec);
        return {};
      case 'sleep':
        await host.sleep(effect['delay_ms'] as number, signal());
        return {};
      case 'random':
        return { bytes: toBase64url(await host.random(effect['bytes'] as number)) };
      case 'digest':
        return { bytes: toBase64url(await host.digest(fromBase64url(text('bytes')))) };
      case 'credential': {
        const kind = effect['credential'] as CredentialKind;
        const [fresh, withData] = [effect['fresh'] as boolean, effect['with_data'] === true];
        return toCore(await host.credential(kind, fresh, signal(), withData)) as object;
      }
      case 'lock':
        return this.#lock(effect, signal());
      case 'present': {
        const what: Presentation = {
          show: effect['show'] as Presentation['show'],
          url: text('url'),
          code: text('code'),
          number: text('number'),
          expiresInMs: Number(effect['expires_in_ms'] ?? 0),
        };
        await host.present(what, signal());
        return {};
      }
      default:
        throw new HostFailure('unsupported', 'this host does not know the effect');
    }
  }

  // Made only where it can be used: it is the dearest part of a small effect.
  #signalOf(effect: number): AbortSignal {
    const stop = newAbort();
    this.#running.set(effect, stop);
    return stop.signal;
  }

  async #lock(effect: EffectMessage, signal: AbortSignal): Promise<object> {
    const release = await this.#host.lock(effect['name'] as string, effect['wait_ms'] as number, signal);
    // Granted too late: nobody will give it back for us.
    if (signal.aborted) release();
    else this.#locks.set(effect.id, release);
    return {};
  }

  #picture(name: string): Blob | string {
    if (!name.startsWith(pictureName)) return name;
    for (const waiter of this.#waiters.values()) {
      if (waiter.file && name === pictureNames.get(waiter.file)) return waiter.file;
    }
    throw new HostFailure('host_fault', 'the picture is gone');
  }
}

/** Which name a picture has in the core, so that two uploads at once do not mix. */
const pictureNames = new WeakMap<Blob, string>();
let pictures = 0;

/** Gives a picture a name that `upload_avatar` can hold. */
export function namePicture(picture: Blob): string {
  const name = pictureNames.get(picture) ?? `${pictureName}-${++pictures}`;
  pictureNames.set(picture, name);
  return name;
}

function failedAnswer(error: unknown, kind: string): object {
  if (error instanceof HostFailure) return { error: error.code, detail: error.message };
  const isStore = kind === 'load' || kind === 'save' || kind === 'erase';
  // The message of a foreign error may hold anything, a token too: only its name goes on.
  const detail = error instanceof Error ? error.name : 'it threw';
  return { error: isStore ? 'store_unavailable' : 'host_fault', detail };
}

/** The cookie codec of a core. */
export function cookieCodec(core: Core): CookieCodec {
  return {
    encode: (name, value, present) =>
      (JSON.parse(core.encodeCookies(JSON.stringify({ name, value, present }))) ?? []) as [string, string | null][],
    decode: (name, cookies) => JSON.parse(core.decodeCookies(JSON.stringify({ name, cookies }))) as string | null,
  };
}
