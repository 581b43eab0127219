// The monotonic clock, which no person and no program sets.

/** Milliseconds since some moment; never goes back. */
export const uptime = (): number => performance.now();
