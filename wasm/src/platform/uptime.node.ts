// Node, merely asked for `performance`, loads what is behind it for a millisecond; this clock is there.

/** Milliseconds since some moment; never goes back. */
export const uptime = (): number => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
};
