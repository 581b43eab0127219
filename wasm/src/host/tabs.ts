// Tabs tell each other that the session has changed. Only that: what it is now, the store says.
import type { Tabs } from './host.js';

/** What is heard when only the store says that something has changed. */
export const stored = 'stored';

/**
 * A BroadcastChannel, and the event that a change of `localStorage` raises in other tabs: tabs in
 * different processes see such a change only some time after they have been told.
 */
export function tabs(key: string, hear: (kind: string) => void): Tabs {
  const stops: (() => void)[] = [];
  let tell: (kind: string) => void = () => {};

  if (typeof BroadcastChannel !== 'undefined') {
    const channel = new BroadcastChannel(`hufu ${key}`);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') hear(data);
    };
    // In Node a channel would keep the process alive.
    (channel as { unref?: () => void }).unref?.();
    tell = (kind) => channel.postMessage(kind);
    stops.push(() => channel.close());
  }

  if (typeof document !== 'undefined') {
    const changed = (event: StorageEvent): void => {
      if (event.key === key || event.key === null) hear(stored);
    };
    addEventListener('storage', changed);
    stops.push(() => removeEventListener('storage', changed));

    // A page that comes back from the back-forward cache has heard nothing meanwhile.
    const shown = (event: PageTransitionEvent): void => {
      if (event.persisted) hear(stored);
    };
    addEventListener('pageshow', shown);
    stops.push(() => removeEventListener('pageshow', shown));
  }

  return { tell, close: () => stops.forEach((stop) => stop()) };
}
