// Keeps one engine open for a client: opens it, and replaces it when the core has trapped or another tab has changed the session.
import { arrivalOf, endOf, nobody } from './arrival.js';
import { clientClosed } from './closing.js';
import type { Core } from './core.js';
import type { CoreSource } from './core_source.js';
import { Engine, type Present } from './engine.js';
import type { CoreHost, Tabs } from './host/host.js';
import { type Found, isUnread, Listeners } from './listeners.js';
import { fromCore, toCore } from './names.js';
import { askForSession, type Carried, perform, quietly } from './operation.js';
import { Signer } from './signer.js';
import { tabsFollower } from './tabs_follower.js';
import type { Language } from './texts/language.js';
import { inLanguage } from './texts/spoken.js';
import type { AccessToken, CallOptions, Config, Listener, SessionEvent, SessionState, SignedHeaders } from './types.js';

/** The engines of one client. */
export class Engines {
  readonly #source: CoreSource;
  readonly #host: CoreHost;
  readonly #given: Config;
  readonly #config: string;
  readonly language: Language | undefined;
  readonly #listeners = new Listeners();
  readonly #hearTab = tabsFollower((kind) => this.#follow(kind));
  #engine: Engine | null = null;
  #opening: Promise<Engine> | null = null;
  /** The one that is being opened, or is to replace the present one. */
  #next: Engine | null = null;
  /** All that are open, those too that only end what they began. */
  readonly #engines = new Set<Engine>();
  #tabs: Tabs | null = null;
  #forgetWaking: (() => void) | undefined;
  readonly #closeListeners = new Set<() => void>();
  #isClosed = false;
  #resting: ReturnType<typeof setTimeout> | undefined;
  readonly #signer: Signer;

  constructor(source: CoreSource, host: CoreHost, config: Config, language?: Language) {
    this.#source = source;
    this.#host = host;
    this.#signer = new Signer(host, language);
    this.#given = config;
    this.language = language;
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
    // After the answer, for it takes a browser a millisecond; then for who has come meanwhile, too.
    setTimeout(() => {
      if (this.#isClosed) return;
      this.#hearTabs();
      if (this.#engine === null) this.#hearTab('stored');
    });
    return endOf(this.#host.store, this.#given.storageKey ?? '').then((ended) => ({ ...nobody, ended }));
  }

  /** Loads the core and reads the store. */
  async ready(): Promise<void> {
    await inLanguage(this.#open(), this.language);
    await this.run('session', {}, {});
  }

  /** Performs an operation. Rejects with a `HufuError`, never with anything else. */
  run(operation: string, args: unknown, options: CallOptions, carried: Carried = {}): Promise<unknown> {
    return inLanguage(perform(() => this.#present() ?? this.#open(), operation, args, options, carried), this.language);
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
    const engine = this.#present();
    return { engine, person: engine?.person() ?? 0, userId: this.#listeners.userId };
  }

  /** Whether another person has signed in since. An engine that has read the store anew knows them by their id only. */
  isAnother(before: Present): boolean {
    const now = this.present();
    if (this.state === 'signed_out') return false;
    return now.engine === before.engine ? now.person !== before.person : now.userId !== before.userId;
  }

  /** Calls `hear` when the client is closed; gives the way to stop that. */
  onClose(hear: () => void): () => boolean {
    this.#closeListeners.add(hear);
    return () => this.#closeListeners.delete(hear);
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
    try {
      return (this.#present()?.state() as SessionState | undefined) ?? this.#listeners.state;
    } catch {
      return this.#listeners.state;
    }
  }

  /** Gives the way to stop listening. */
  listen(listener: Listener): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tabs?.close();
    this.#forgetWaking?.();
    this.#listeners.clear();
    for (const engine of [...this.#engines]) engine.close();
    for (const hear of this.#closeListeners) hear();
    this.#closeListeners.clear();
  }

  /** The engine that is open, if one is. */
  #present(): Engine | null {
    return this.#engine?.isClosed === false ? this.#engine : null;
  }

  #open(): Promise<Engine> {
    if (this.#isClosed) return Promise.reject(clientClosed());
    const present = this.#present();
    if (present) return Promise.resolve(present);
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
    this.#forgetWaking ??= this.#host.onWake?.(() => this.#engines.forEach((engine) => quietly(() => engine.wake())));
    const found = await loaded;
    if (this.#isClosed) throw clientClosed();
    this.#engine = engine;
    this.#next = null;
    this.#listeners.tellFound(found, null);
    return engine;
  }

  #hearTabs(): void {
    this.#tabs ??= this.#host.tabs(this.#hearTab);
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
      if (event.kind !== 'initial_session') untold.push(event.kind);
      if (engine === this.#engine) this.#listeners.tell(event);
    };
    const onRest = (): void => {
      // Others read the store when they are told: not before it has been written.
      while (untold.length > 0 && !engine.isWriting && !this.#isClosed) {
        const kind = untold.shift() as string;
        this.#tabs?.tell(kind);
        // A retired engine has finished what it was at: its successor reads the store again.
        if (engine !== this.#engine) this.#hearTab(kind);
      }
      if (engine.isClosed) this.#engines.delete(engine);
      else if (isLoaded && engine.isIdle && this.#engine !== engine && this.#next !== engine) engine.close();
      else if (this.#host.restMs) this.#closeAfter(this.#host.restMs, engine);
    };
    const engine: Engine = new Engine(core, this.#host, this.#config, onEvent, onRest);
    this.#engines.add(engine);
    this.#next = engine;
    const loaded = new Promise<Found>((resolve) => {
      askForSession(engine, (session) => {
        isLoaded = true;
        found.session = session;
        resolve(found);
      });
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

  // Another tab has changed the session. The present engine ends what it has under way; what comes
  // after that sees what the store holds now. Until that is read, nothing changes.
  async #follow(kind: string): Promise<void> {
    // Nobody was here, and the core not needed. Now somebody is, perhaps.
    if (this.#engine === null) {
      return arrivalOf(this.#host, this.#given) === 'nobody' ? this.#listeners.tellNobody() : void (await this.#open());
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
    this.#listeners.tellFound(found, kind);
  }
}
