// Where keys may come from, and secrets go to.

/** The address, if nobody on the way can read or change what goes there: over https; on this machine over http, too. */
export function safeUrl(url: string): string {
  const { protocol, hostname } = new URL(url);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return url;
  throw new TypeError(`Over https only, not ${url}.`);
}
