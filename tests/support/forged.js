// Cookies that nobody may get in with, made of what a visitor can have in hand: a good token of their own, and their own server.
import { generateKeyPairSync, sign } from 'node:crypto';

const encoded = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url'));
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/**
 * Tokens by what is wrong with them.
 *
 * @param good a good one, signed by a public key
 * @param elsewhere a good one of another server
 * @param ended one of this server that has ended
 */
export function forgedTokens({ good, elsewhere, ended }) {
  const [header, claims, signature] = good.split('.');
  const others = encoded({ ...decoded(claims), sub: 'ADMIN' });
  const bySomebody = `${encoded({ ...decoded(header), alg: 'ES256' })}.${others}`;
  const proof = sign('sha256', bySomebody, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return {
    'no algorithm': `${encoded({ ...decoded(header), alg: 'none' })}.${others}.${signature}`,
    'no signature': `${encoded({ alg: 'none', typ: 'JWT' })}.${others}.`,
    'another key': `${bySomebody}.${proof}`,
    'another server': elsewhere,
    expired: ended,
    "another person's": `${header}.${others}.${signature}`,
    'no token': 'ADMIN',
  };
}

const hourMs = 3600_000;

/** A GoTrue session as cookies have it, by hand: it is ADMIN's, and is said to be good for an hour. */
export function forgedSession(token) {
  const user = { id: 'ADMIN', email: 'admin@example.com', user_metadata: { nickname: 'ADMIN' } };
  const times = { expires_in: hourMs / 1000, expires_at: Math.floor((Date.now() + hourMs) / 1000) };
  return `base64-${encoded({ access_token: token, refresh_token: 'forged', token_type: 'bearer', ...times, user })}`;
}

/** The same of the unified backend at `url`. */
export function forgedUnifiedSession(url, token) {
  const user = { id: 'ADMIN', nickname: 'ADMIN', avatar_url: '' };
  const of = { hufu_session: 1, backend: 'unified', base_url: url, received_ms: Date.now(), lifetime_ms: hourMs };
  return `base64-${encoded({ ...of, access_token: token, refresh_token: 'forged', user })}`;
}

/** The access token in a session's cookie. */
export const tokenOf = (cookie) => decoded(decodeURIComponent(cookie).replace(/^base64-/, '')).access_token;
