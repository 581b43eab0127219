// The clock that nobody sets.

/** Milliseconds since some moment; never goes back. */
export const uptime = (): number => performance.now();
