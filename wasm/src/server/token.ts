// A signed token, taken apart. Nothing here is proved.
import { Refused } from './refused.js';

/** Members of a header or of claims, as they came. */
export type Members = Readonly<Record<string, unknown>>;

/** A token's two readable parts. */
export interface OpenedToken {
  readonly header: Members;
  readonly claims: Members;
  /** Both as text, for {@link freezeAndFindDuplicates}. */
  readonly texts: readonly [string, string];
}

const mostCharacters = 8 * 1024;
/** Lists and objects in one another: readers of JSON differ in how many they bear. */
const mostLevels = 64;
const form = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether this looks like a signed token. */
export const isToken = (text: string): boolean => text.length <= mostCharacters && form.test(text);

/** Header and claims. */
export function opened(token: string): OpenedToken {
  if (!isToken(token)) throw new Refused('malformed', 'form');
  const [first, second] = token.split('.') as [string, string];
  try {
    const texts = [utf8Of(first), utf8Of(second)] as const;
    const [header, claims] = texts.map((text) => JSON.parse(text) as unknown);
    if (isObject(header) && isObject(claims)) return { header, claims, texts };
  } catch {
    // What was thrown may cite the token.
  }
  throw new Refused('malformed', 'JSON');
}

/**
 * Whether a member is there twice (RFC 7515, section 4): others may read the first where we read the last. A sound JSON text has as
 * many colons outside its strings as its objects have members, if each is there once. On the way both are frozen.
 */
export function freezeAndFindDuplicates({ texts, header, claims }: OpenedToken): boolean {
  return colonsOf(texts[0]) !== frozenMembersOf(header) || colonsOf(texts[1]) !== frozenMembersOf(claims);
}

export const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** What is encoded there, strictly. */
export function utf8Of(part: string): string {
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  // Nearly always: then bytes and letters are the same.
  if (!/[\x80-\xff]/.test(binary)) return binary;
  // `ignoreBOM` leaves a mark of byte order where it is, and JSON has none.
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
}

function colonsOf(text: string): number {
  let colons = 0;
  let isInside = false;
  for (let at = 0; at < text.length; ++at) {
    const letter = text.charCodeAt(at);
    if (letter === 0x22) isInside = !isInside;
    else if (letter === 0x5c) ++at; // only in strings
    else if (letter === 0x3a && !isInside) ++colons;
  }
  return colons;
}

/** Freezes it, for what is kept of a token is for many requests: none of them may change it. Gives how many members there are. */
export function frozenMembersOf(value: unknown, levels = mostLevels): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (levels === 0) throw new Refused('malformed', 'too deep');
  const inner = Object.values(Object.freeze(value));
  return inner.reduce<number>((sum, one) => sum + frozenMembersOf(one, levels - 1), Array.isArray(value) ? 0 : inner.length);
}
