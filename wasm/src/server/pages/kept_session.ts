// A session that a unified backend has granted, in the cookies in which the clients of pages and of hufu/next keep theirs. The core
// writes both (vault/record.h, text/cookies.h); here no core is loaded, and a test holds these few lines to what it writes.
import { cookieChanges, cookiesOf, type CookieAttributes, type CookieToSet, type CookieValue } from '../../host/cookies.js';
import { toBase64url } from '../../platform/base64url.js';
import { isObject, isText, utf8Of, type Members } from '../token.js';

/** What the backend grants, as far as it is kept. */
export interface Granted {
  token: string;
  refreshToken: string;
  expiresIn: number;
  user: { id: string; nickname: string; avatarUrl: string };
}

/** What came from the backend; null where that is no session. */
export function grantedIn(answer: unknown): Granted | null {
  if (!isObject(answer) || !isObject(answer['user'])) return null;
  const { token, refreshToken, expiresIn, user } = answer as { user: Members } & Members;
  if (!isText(token) || !isText(refreshToken) || typeof expiresIn !== 'number' || !isText(user['id'])) return null;
  const text = (member: string): string => (isText(user[member]) ? user[member] : '');
  return { token, refreshToken, expiresIn, user: { id: user['id'], nickname: text('nickname'), avatarUrl: text('avatarUrl') } };
}

/** The cookies that keep it under this name; what was there before goes. */
export function cookiesFor(
  name: string,
  { token, refreshToken, expiresIn, user }: Granted,
  { baseUrl, present, attributes }: { baseUrl: string; present: string[]; attributes: CookieAttributes },
): CookieToSet[] {
  const record = {
    hufu_session: 1,
    backend: 'unified',
    base_url: baseUrl,
    access_token: token,
    refresh_token: refreshToken,
    received_ms: Date.now(),
    lifetime_ms: expiresIn * 1_000,
    user: { id: user.id, nickname: user.nickname, avatar_url: user.avatarUrl },
  };
  return cookiesOf(cookieChanges(name, JSON.stringify(record), present, { encode, decode: () => null }), attributes);
}

/** Browsers stop at 4,096 bytes, with name and attributes. */
const mostOfOne = 3_180;

function encode(name: string, value: string | null, present: string[]): [string, string | null][] {
  const whole = value === null ? '' : `base64-${toBase64url(new TextEncoder().encode(value))}`;
  const parts = whole.match(new RegExp(`.{1,${mostOfOne}}`, 'g')) ?? [];
  const set = parts.map((part, at): [string, string] => [parts.length === 1 ? name : `${name}.${at}`, part]);
  const stale = present.filter((each) => isOf(each, name) && !set.some(([kept]) => kept === each));
  return [...set, ...stale.map((each): [string, null] => [each, null])];
}

const isOf = (cookie: string, name: string): boolean => cookie === name || (cookie.startsWith(`${name}.`) && /^(0|[1-9]\d*)$/.test(cookie.slice(name.length + 1)));

/** Who is signed in by these cookies, as they say themselves; null if nobody is. What cannot be read may be anybody. */
export function personIn(cookies: readonly CookieValue[], name: string): { id: string; nickname: string } | null {
  const kept = cookies.filter((each) => isOf(each.name, name) && each.value !== '');
  if (kept.length === 0) return null;
  const text = (kept.find((each) => each.name === name) ?? { value: inOrder(kept, name) }).value;
  try {
    const record = JSON.parse(text.startsWith('base64-') ? utf8Of(text.slice('base64-'.length)) : text) as unknown;
    const user = isObject(record) && isObject(record['user']) ? record['user'] : {};
    return { id: String(user['id'] ?? ''), nickname: String(user['nickname'] ?? '') };
  } catch {
    return { id: '', nickname: '' };
  }
}

const inOrder = (parts: readonly CookieValue[], name: string): string =>
  [...parts].sort((one, other) => Number(one.name.slice(name.length + 1)) - Number(other.name.slice(name.length + 1))).map(({ value }) => value).join('');
