// What the core wants of the host, one effect after the other.
import type { Waiter } from './engine.js';
import { HostFailure } from './errors.js';
import type { CookieCodec, CoreHost, CredentialKind, HeaderList } from './host/host.js';
import type { EffectMessage } from './messages.js';
import { camel, toCore } from './names.js';
import { pictureOf } from './pictures.js';
import { fromBase64url, toBase64url } from './platform/base64url.js';

/** What an effect meets in the engine that wants it. */
export interface Scene {
  readonly host: CoreHost;
  readonly codec: CookieCodec;
  readonly waiters: ReadonlyMap<number, Waiter>;
  /** Made only where it can be used: it is the dearest part of a small effect. */
  signal(): AbortSignal;
  /** Keeps the way to give a lock back. */
  keepLock(release: () => void): void;
}

/** The texts of a `Presentation`; a page to open has few of them. */
const shown = ['show', 'url', 'code', 'number', 'picture', 'scan_kind', 'state', 'sign_in'];

/** Carries an effect out; gives the answer to it. */
export async function carryOut(effect: EffectMessage, scene: Scene): Promise<object> {
  const { host, codec, waiters, signal } = scene;
  const text = (member: string): string => effect[member] as string;
  const headers = (): HeaderList => effect['headers'] as HeaderList;
  switch (effect.kind) {
    case 'http':
      return host.http(
        { flow: text('flow'), method: text('method'), url: text('url'), headers: headers(), body: text('body') },
        signal(),
      );
    case 'forward': {
      const waiter = waiters.get(effect['operation'] as number);
      if (!waiter?.forward) throw new HostFailure('unsupported', 'no sender was given for this request');
      return waiter.forward(text('method'), text('url'), headers());
    }
    case 'upload':
      return host.upload({ url: text('url'), file: pictureOf(text('file'), waiters.values()), headers: headers() }, signal());
    case 'load':
      return { value: (await host.store.load(text('key'), codec)) ?? null };
    case 'save':
      await host.store.save(text('key'), text('value'), codec);
      return {};
    case 'erase':
      await host.store.erase(text('key'), codec);
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
      return lock(effect, scene);
    case 'present': {
      const what: Record<string, unknown> = { expiresInMs: Number(effect['expires_in_ms'] ?? 0) };
      shown.forEach((member) => (what[camel(member)] = effect[member] ?? ''));
      const present = waiters.get(effect['operation'] as number)?.present;
      await (present ? present(what as never) : host.present(what as never, signal()));
      return {};
    }
    default:
      throw new HostFailure('unsupported', 'this host does not know the effect');
  }
}

async function lock(effect: EffectMessage, scene: Scene): Promise<object> {
  const signal = scene.signal();
  const release = await scene.host.lock(effect['name'] as string, effect['wait_ms'] as number, signal);
  // Granted too late: nobody will give it back for us.
  if (signal.aborted) release();
  else scene.keepLock(release);
  return {};
}

/** What the core is told of an effect that failed. */
export function failedAnswer(error: unknown, kind: string): object {
  if (error instanceof HostFailure) return { error: error.code, detail: error.message };
  const isStore = kind === 'load' || kind === 'save' || kind === 'erase';
  // The message of a foreign error may hold anything, a token too: only its name goes on.
  const detail = error instanceof Error ? error.name : 'it threw';
  return { error: isStore ? 'store_unavailable' : 'host_fault', detail };
}
