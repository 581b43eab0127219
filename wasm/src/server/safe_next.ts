// Where to go after a sign-in, when an address says so: anyone may have written that address.

/** Only its origin counts; nobody has this name. */
const here = 'http://here.invalid';

/**
 * The page of this site that `wanted` names: an absolute path with its query, never another site.
 *
 * @param wanted anything: the parameter `next` of an address
 * @param otherwise taken if it is no page of this site
 */
export function safeNext(wanted: unknown, otherwise = '/'): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return otherwise;
  // Read as a browser reads it, where "/\host" and "/<tab>/host" are "//host".
  const url = URL.canParse(wanted, here) ? new URL(wanted, here) : null;
  if (url === null || url.origin !== here || url.username || url.password) return otherwise;
  const path = url.pathname + url.search + url.hash;
  // "/.//host" has become "//host".
  return path.startsWith('//') ? otherwise : path;
}
