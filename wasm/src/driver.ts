// Keeps one engine open for a client: opens it, replaces it when the core has trapped or another tab
// has changed the session, and turns operations into promises.
import { arrivalOf, nobody } from './arrival.js';
import { CoreTrapped } from './core.js';
import type { Core } from './core.js';
import { Engine, type Waiter } from './engine.js';
import { cancelled, hostFault, HufuError } from './errors.js';
import type { DriverHost, Tabs } from './host/host.js';
import { fromCore, toCore } from './names.js';
import { Signer } from './signer.js';
import type { AccessToken, CallOptions, Config, Listener, Session, SessionEvent, SessionState, SignedHeaders } from './types.js';

/** Where the core comes from. */
export interface CoreSource {
  /** The running core, if there is one already. */
  current(): Core | null;
  /** The running core; loads it, or replaces one that has trapped. */
  core(): Promise<Core>;
}

/** What an operation carries besides its arguments. */
export type Carried = Pick<Waiter, 'forward' | 'file'>;

/** What an engine found in the store when it was opened. */
interface Found {
  session: Session | null;
  events: SessionEvent[];
}

/** Who was here when something began. */
export interface Present {
  engine: Engine | null;
  person: number;
  userId: string;
}

/** Drives the core for one client. */
export class Driver {
  readonly #source: CoreSource;
  readonly #host: DriverHost;
  readonly #given: Config;
  readonly #config: string;
  readonly #listeners = new Set<Listener>();
  #engine: Engine | null = null;
  #opening: Promise<Engine> | null = null;
  /** The one that is being opened, or is to replace the present one. */
  #next: Engine | null = null;
  /** All that are open, those too that only end what they began. */
  readonly #engines = new Set<Engine>();
  readonly #givingUp = new Set<() => void>();
  #tabs: Tabs | null = null;
  #forgetWaking: (() => void) | undefined;
  #isClosed = false;
  #isFollowing = false;
  #told: string | null = null;
  #resting: ReturnType<typeof setTimeout> | undefined;

  // What was told last: a replaced engine starts from nothing, and must not tell it again.
  #state: SessionState = 'signed_out';
  #userId = '';

  readonly #signer: Signer;

  constructor(source: CoreSource, host: DriverHost, config: Config) {
    this.#source = source;
    this.#host = host;
    this.#signer = new Signer(host);
    this.#given = config;
    this.#config = JSON.stringify({ ...(toCore(config) as object), uptime_counts_suspend: false });
    // Somebody will not wait long. That it cannot be loaded, the first operation says.
    if (arrivalOf(host, config) === 'somebody') source.core().catch(() => {});
  }

  /** The session. That nobody is here is known before the core is. */
  session(options: CallOptions): Promise<unknown> {
    const isFirst = this.#engine === null && this.#opening === null && !this.#isClosed;
    if (!isFirst || options.signal?.aborted || arrivalOf(this.#host, this.#given) !== 'nobody') {
      return this.run('session', {}, options).then(fromCore);
    }
    this.#hearTabs();
    return Promise.resolve({ ...nobody });
  }

  /** Loads the core and reads the store. */
  async ready(): Promise<void> {
    await this.#open();
    await this.run('session', {}, {});
  }

  /** Performs an operation. Rejects with a `HufuError`, never with anything else. */
  run(operation: string, args: unknown, options: CallOptions, carried: Carried = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { signal } = options;
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
          done: (value) => finish(() => resolve(value)),
          failed: (error) => finish(() => reject(error)),
        });
        if (isOver) return;
        begun = { engine, id };
      };
      const fail = (error: unknown): void => finish(() => reject(asHufuError(error)));
      signal?.addEventListener('abort', giveUp);
      if (this.#engine && !this.#engine.isClosed) {
        try {
          begin(this.#engine);
        } catch (error) {
          fail(error);
        }
      } else {
        this.#open().then(begin).catch(fail);
      }
    });
  }

  /** The headers for a request, now; null where only an operation can get them. */
  authorize(url: string): SignedHeaders | null {
    return this.#signer.authorize(this.#engine, url);
  }

  /** The same for `fetch`: null too where the core has something else to do first, or another mind about the URL. */
  signedAtOnce(url: string): SignedHeaders | null {
    if (this.#engine?.hasUnsaved !== false) return null;
    try {
      return this.authorize(url);
    } catch {
      return null;
    }
  }

  /** Who is here now. */
  present(): Present {
    const engine = this.#engine?.isClosed === false ? this.#engine : null;
    return { engine, person: engine?.person() ?? 0, userId: this.#userId };
  }

  /** Whether another person has signed in since. An engine that has read the store anew knows them by their id only. */
  isAnother(before: Present): boolean {
    const now = this.present();
    if (this.state === 'signed_out') return false;
    return now.engine === before.engine ? now.person !== before.person : now.userId !== before.userId;
  }

  /** The promise's value, or a rejection if the client is closed before; `drop` then gets what comes late. */
  untilClosed<T>(promise: Promise<T>, drop: (late: T) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(clientClosed());
      this.#givingUp.add(giveUp);
      promise.then(
        (value) => {
          if (this.#givingUp.delete(giveUp)) resolve(value);
          else drop(value);
        },
        (error: unknown) => {
          this.#givingUp.delete(giveUp);
          reject(error);
        },
      );
    });
  }

  /** As `run('access_token')`; does not ask the core again while its last answer is still good. */
  async accessToken(url: string, options: CallOptions): Promise<AccessToken> {
    const held = options.signal === undefined ? this.#signer.token(this.#engine) : null;
    if (held !== null) return held;
    const given = fromCore(await this.run('access_token', {}, options)) as AccessToken;
    this.#signer.keepToken(this.#engine, url, given);
    return given;
  }

  get state(): SessionState {
    if (!this.#engine || this.#engine.isClosed) return this.#state;
    try {
      return this.#engine.state() as SessionState;
    } catch {
      return this.#state;
    }
  }

  /** Gives the way to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tabs?.close();
    this.#forgetWaking?.();
    this.#listeners.clear();
    for (const engine of [...this.#engines]) engine.close();
    for (const giveUp of this.#givingUp) giveUp();
    this.#givingUp.clear();
  }

  #open(): Promise<Engine> {
    if (this.#isClosed) return Promise.reject(clientClosed());
    if (this.#engine && !this.#engine.isClosed) return Promise.resolve(this.#engine);
    this.#opening ??= this.#openNow().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #openNow(): Promise<Engine> {
    const core = this.#source.current() ?? (await this.#source.core());
    await this.#host.begun?.();
    if (this.#isClosed) throw clientClosed();
    const { engine, loaded } = this.#start(core);
    this.#hearTabs();
    this.#forgetWaking ??= this.#host.onWake?.(() => this.#wake());
    const found = await loaded;
    if (this.#isClosed) throw clientClosed();
    this.#engine = engine;
    this.#next = null;
    this.#tellFound(found, null);
    return engine;
  }

  #hearTabs(): void {
    this.#tabs ??= this.#host.tabs((kind) => void this.#followTab(kind));
  }

  // Opens an engine and lets it read the store; what it says of that is held back.
  #start(core: Core): { engine: Engine; loaded: Promise<Found> } {
    const found: Found = { session: null, events: [] };
    let isLoaded = false;
    const untold: string[] = [];
    const onEvent = (event: SessionEvent): void => {
      if (!isLoaded) {
        found.events.push(event);
        return;
      }
      untold.push(event.kind);
      if (engine === this.#engine) this.#tell(event);
    };
    const onRest = (): void => {
      // Others read the store when they are told: not before it has been written.
      while (untold.length > 0 && !engine.isWriting && !this.#isClosed) {
        const kind = untold.shift() as string;
        this.#tabs?.tell(kind);
        // A retired engine has finished what it was at: its successor reads the store again.
        if (engine !== this.#engine) void this.#followTab(kind);
      }
      if (engine.isClosed) this.#engines.delete(engine);
      else if (isLoaded && engine.isIdle && this.#engine !== engine && this.#next !== engine) engine.close();
      else if (this.#host.restMs) this.#closeAfter(this.#host.restMs, engine);
    };
    const engine: Engine = new Engine(core, this.#host, this.#config, onEvent, onRest);
    this.#engines.add(engine);
    this.#next = engine;
    const loaded = new Promise<Found>((resolve) => {
      const finish = (session: Session | null): void => {
        isLoaded = true;
        found.session = session;
        resolve(found);
      };
      // That the store cannot be read, each operation says for itself.
      try {
        engine.begin('session', {}, { done: (value) => finish(fromCore(value) as Session), failed: () => finish(null) });
      } catch {
        finish(null);
      }
    });
    return { engine, loaded };
  }

  // Puts an engine away that has had nothing to do for so long; the next operation opens another.
  #closeAfter(ms: number, engine: Engine): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (engine.isIdle) engine.close();
    }, ms);
    (this.#resting as { unref?: () => void }).unref?.();
  }

  #wake(): void {
    for (const engine of this.#engines) quietly(() => engine.wake());
  }

  // Another tab has changed the session. The present engine ends what it has under way; what comes
  // after that sees what the store holds now. Until that is read, nothing changes.
  async #followTab(kind: string): Promise<void> {
    this.#told = kind;
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    try {
      while (this.#told !== null) {
        const told = this.#told;
        this.#told = null;
        await this.#follow(told);
      }
    } catch {
      // A core that has trapped meanwhile: the next operation opens another.
    } finally {
      this.#isFollowing = false;
    }
  }

  async #follow(kind: string): Promise<void> {
    if (this.#engine === null) {
      // Nobody was here, and the core not needed. Now somebody is.
      if (arrivalOf(this.#host, this.#given) !== 'nobody') await this.#open();
      return;
    }
    const core = this.#source.current();
    const old = this.#engine;
    if (core === null || old.isClosed || this.#isClosed) return;
    // What could not be stored is this tab's alone: the store has no say.
    if (old.hasUnsaved) return;
    const { engine, loaded } = this.#start(core);
    const found = await loaded;
    if (this.#isClosed || engine.isClosed) return;
    if (found.session === null || isUnread(found) || this.#engine !== old) {
      this.#next = null;
      engine.close();
      return;
    }
    this.#engine = engine;
    this.#next = null;
    if (old.isIdle) old.close();
    this.#tellFound(found, kind);
  }

  // What an engine found in the store, if it is not what was told last.
  #tellFound({ session, events }: Found, kind: string | null): void {
    const state = session?.state ?? 'signed_out';
    const user = session?.user ?? null;
    const isSame = state === this.#state && (user?.id ?? '') === this.#userId;
    for (const event of events) {
      if (event.kind === 'store_failed' || !isSame) this.#tell(event);
    }
    if (!isSame && state === 'signed_out') this.#tell({ kind: 'signed_out', state, user, reason: null });
    if (isSame && session && (kind === 'refreshed' || kind === 'user_updated')) {
      this.#tell({ kind, state, user, reason: null });
    }
  }

  #tell(event: SessionEvent): void {
    this.#state = event.state;
    this.#userId = event.user?.id ?? '';
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        console.error('hufu: a listener threw', error);
      }
    }
  }
}

// Whether the store could not be read: it may hold anything.
const isUnread = ({ events }: Found): boolean => events.some(({ reason }) => reason === 'store_unavailable');

const clientClosed = (): HufuError => cancelled('the client is closed');

function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // It has trapped: all who wait have been told.
  }
}

function asHufuError(error: unknown): HufuError {
  if (error instanceof HufuError) return error;
  if (error instanceof CoreTrapped) return hostFault('the core has trapped and is replaced', error);
  return hostFault(error instanceof Error ? error.message : 'unknown', error);
}
