// Where keys may come from.

/** The address, if keys come safely from there: over https; from this machine over http, too. */
export function keyUrl(url: string): string {
  const { protocol, hostname } = new URL(url);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return url;
  throw new TypeError(`Keys come over https only, not from ${url}.`);
}
