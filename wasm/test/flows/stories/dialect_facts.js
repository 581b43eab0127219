// How each dialect signs in and renews, for stories that play the same in several.
import { json } from '../recorder.js';

/** A token in the form of a JWT that lives `seconds`; its signature is nobody's. */
export function jwt(seconds, more = {}) {
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { iat: 1_800_000_000, exp: 1_800_000_000 + seconds, ...more };
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

/** What an answer with tokens looks like: `life` is merged in under the dialect's own name. */
export const dialects = {
  unified: {
    config: {},
    signIn: ['sign_in_with_wechat', { code: 'c' }],
    life: 'expiresIn',
    grant: (access, refresh, more) => ({ token: access, refreshToken: refresh, user: { id: 'u' }, ...more }),
    renewed: (access, refresh, more) => ({ token: access, refreshToken: refresh, ...more }),
  },
  gotrue: {
    config: { backend: 'gotrue', platform: 'web', app_key: 'anon-key' },
    signIn: ['sign_in_with_password', { email: 'tiger@example.com', password: 'correct horse' }],
    life: 'expires_in',
    grant: (access, refresh, more) => ({ access_token: access, refresh_token: refresh, user: { id: 'u' }, ...more }),
    renewed: (access, refresh, more) => ({ access_token: access, refresh_token: refresh, user: { id: 'u' }, ...more }),
  },
  authing: {
    config: { backend: 'authing', app_key: 'app-1', connection: 'wechat-mini' },
    signIn: ['sign_in_with_wechat', { code: 'c' }],
    life: 'expires_in',
    grant: (access, refresh, more) => ({
      statusCode: 200,
      data: { access_token: access, refresh_token: refresh, ...more },
    }),
    renewed: (access, refresh, more) => ({ access_token: access, refresh_token: refresh, ...more }),
  },
};

/** Signs in with an answer that says `life`. */
export function signIn(t, dialect, number, life = {}) {
  const { signIn: how, grant } = dialects[dialect];
  return t.value(t.call(...how, json(200, grant(`access-${number}`, `refresh-${number}`, life))));
}
