// What does not wait beyond the end of a client.
import { cancelled, type HufuError } from './errors.js';

export const clientClosed = (): HufuError => cancelled('the client is closed');

/** What is told that the client is closed: gives the way to stop that, which says whether it was still to come. */
export type OnClose = (hear: () => void) => () => boolean;

/** The promise's value, or a rejection if the client is closed before; `drop` then gets what comes late. */
export function untilClosed<T>(onClose: OnClose, promise: Promise<T>, drop: (late: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const isOpen = onClose(() => reject(clientClosed()));
    promise.then(
      (value) => {
        if (isOpen()) resolve(value);
        else drop(value);
      },
      (error: unknown) => {
        isOpen();
        reject(error);
      },
    );
  });
}
