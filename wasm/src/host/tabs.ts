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
  const channel = channelOf(key);

  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') hear(data);
    };
    // In Node a channel would keep the process alive.
    (channel as { unref?: () => void }).unref?.();
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

  return { tell: (kind) => channel?.postMessage(kind), close: () => stops.forEach((stop) => stop()) };
}

// Where it is forbidden, as some browsers have it with blocked cookies, there is nobody to tell.
function channelOf(key: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(`hufu ${key}`);
  } catch {
    return null;
  }
}
