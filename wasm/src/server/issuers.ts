// The issuers that there are.
import { storageKeyOf } from '../storage_key.js';
import type { Algorithm, Issuer, IssuerKind, KeyPlace, Platform } from './issuer.js';
import { checkedOrigins, listOf } from './origin.js';
import { safeUrl } from './safe_url.js';
import { isPlatform, platforms } from './request.js';
import { isText, type Members } from './token.js';

const leastSecretBytes = 32; // RFC 7518, section 3.2

/** For {@link clerk}. */
export interface ClerkOptions {
  /** The Frontend API URL, such as `https://clerk.example.com`. */
  issuer: string;
  /** The origins of your pages: a page of somebody else's cannot use its visitors' tokens then. */
  authorizedParties?: string | readonly string[];
  /** For tokens of a template that sets `aud`. */
  audience?: string | readonly string[];
}

/** A Clerk instance. */
export function clerk({ issuer, authorizedParties, audience }: ClerkOptions): Issuer {
  const name = withoutSlash(issuer);
  return made('clerk', name, jwksOf(name), ['RS256'], {
    audiences: listOf(audience),
    types: ['jwt'],
    authorizedParties: checkedOrigins(authorizedParties),
    cookie: '__session',
    // A machine (`mch_…`) is no person; and signed in, but a second factor or the choice of an organisation is still to come.
    fault: ({ sub, sts }) => (typeof sub === 'string' && sub.startsWith('mch_') ? 'sub' : sts === 'pending' ? 'sts' : undefined),
    provedAt: clerkProvedAt,
  });
}

/** For {@link unified}. */
export interface UnifiedOptions {
  baseUrl: string;
  /** What it writes into `iss`, by default as hufu-backend does. */
  issuer?: string;
  /** What it writes into `aud`, by default as hufu-backend does. */
  audience?: string;
  /** It signs with HS256 and this. */
  secret?: string;
  /** `storageKey`, if the pages' configuration has one. */
  storageKey?: string;
}

/** A unified backend, whose tokens WeChat's and devices' sign-ins get. */
export function unified({ baseUrl, issuer = 'urn:hufu:backend', audience = 'urn:hufu:api', secret, storageKey = 'hufu.session' }: UnifiedOptions): Issuer {
  return made('unified', issuer, ...signing('unified', secret, baseUrl, ['ES256']), {
    audiences: [audience],
    types: ['at+jwt'],
    platforms,
    namesPlatform: true,
    cookie: storageKey,
    fault: ({ platform, ids = [] }) => (!isPlatform(platform) ? 'platform' : Array.isArray(ids) && ids.every(isText) ? undefined : 'ids'),
  });
}

/** For {@link gotrue}. */
export interface GotrueOptions {
  /** The URL of the project. */
  baseUrl: string;
  /** `GOTRUE_JWT_ISSUER`; by default the URL with `/auth/v1`, with a secret also nothing. null: its tokens have no `iss`. */
  issuer?: string | null;
  audience?: string;
  /** It signs with HS256 and this. */
  secret?: string;
  /** `storageKey`, if the pages' configuration has one. */
  storageKey?: string;
}

// The anon key and the service's key are signed by the same secret as people's tokens.
const rolesOfKeys = ['anon', 'service_role', 'supabase_admin'];

/** A GoTrue server: Supabase, MemFire, or one of your own, whose tokens have no `iss`. */
export function gotrue({ baseUrl, issuer, audience = 'authenticated', secret, storageKey }: GotrueOptions): Issuer {
  const url = `${withoutSlash(baseUrl)}/auth/v1`;
  const name = issuer === undefined ? url : issuer;
  return made('gotrue', name, ...signing('gotrue', secret, url, ['ES256', 'RS256']), {
    names: issuer === undefined && secret !== undefined ? [url, undefined] : [name ?? undefined],
    audiences: [audience],
    types: ['jwt'],
    session: 'session_id',
    cookie: storageKeyOf({ backend: 'gotrue', baseUrl, storageKey }),
    fault: ({ role }) => (typeof role !== 'string' || rolesOfKeys.includes(role) ? 'role' : undefined),
    provedAt: gotrueProvedAt,
  });
}

/** For {@link authing}. */
export interface AuthingOptions {
  /** `https://example.authing.cn/oidc` */
  issuer: string;
  appId: string;
  /** The application signs with HS256 and this. */
  secret?: string;
}

/** An application of Authing. */
export function authing({ issuer, appId, secret }: AuthingOptions): Issuer {
  return made('authing', issuer, ...signing('authing', secret, issuer, ['RS256', 'ES256']), {
    audiences: [appId],
    types: ['at+jwt'],
    platforms,
  });
}

/** For {@link wxLogin} and {@link miniLogin}. */
export interface OwnSecretOptions {
  /** Your own: what your server signs with. */
  secret: string;
  /** The claim with the person's id. */
  subject?: string;
}

/** A hapi server with `POST /users/wxLogin`; its clients send the token without `Bearer`, too. */
export const wxLogin = ({ secret, subject = 'userId' }: OwnSecretOptions): Issuer => own('wx_login', secret, subject, true);

/** A server with `POST /api/v1/auth/mini-login`. */
export const miniLogin = ({ secret, subject = 'id' }: OwnSecretOptions): Issuer => own('mini_login', secret, subject, false);

/** For {@link oidc}. */
export interface OidcOptions {
  /** As it stands in its tokens, with a slash at the end if they have one. */
  issuer: string;
  /** What `aud` has to name: your API, never an application's client id, which ID tokens have. */
  audience: string | readonly string[];
  /** By default all that have public keys. */
  algorithms?: readonly Exclude<Algorithm, 'HS256'>[];
}

/** Any other issuer: its keys are where its discovery document says. */
export function oidc({ issuer, audience, algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] }: OidcOptions): Issuer {
  const place = { discovery: safeUrl(`${withoutSlash(issuer)}/.well-known/openid-configuration`) };
  const audiences = listOf(audience);
  if (audiences.length === 0) throw new TypeError('oidc needs an audience.');
  if (algorithms.length === 0 || algorithms.some((name) => /^(HS|none)/i.test(name))) {
    throw new TypeError('oidc: with other algorithms anybody could sign.');
  }
  return made('oidc', issuer, place, algorithms, { audiences, types: ['', 'jwt', 'at+jwt'] });
}

function own(kind: IssuerKind, secret: string, subject: string, isBare: boolean): Issuer {
  return made(kind, null, secretOf(secret, kind), ['HS256'], {
    types: ['', 'jwt'],
    platforms: ['miniprogram'],
    subject,
    isBare,
    provedAt: () => undefined, // a silent wx.login asks nobody
  });
}

function made(
  kind: IssuerKind,
  name: string | null,
  keys: KeyPlace,
  algorithms: readonly Algorithm[],
  more: Partial<Issuer> & Pick<Issuer, 'types'>,
): Issuer {
  if (name === '') throw new TypeError(`${kind} needs an issuer.`);
  const browsers: Platform[] = ['web', 'desktop', 'server'];
  return Object.freeze({
    kind,
    name,
    keys,
    algorithms,
    names: [name ?? undefined],
    audiences: [],
    platforms: browsers,
    namesPlatform: false,
    subject: 'sub',
    session: 'sid',
    isBare: false,
    authorizedParties: [],
    cookie: null,
    fault: () => undefined,
    provedAt: ({ auth_time: time }: Members) => numberOf(time),
    ...more,
  });
}

// `fva`: minutes since the first factor was proved, as of `iat`; -1 where it never was.
function clerkProvedAt({ fva, iat }: Members): number | undefined {
  const minutes: unknown = Array.isArray(fva) ? fva[0] : undefined;
  return typeof minutes === 'number' && minutes >= 0 && typeof iat === 'number' ? iat - minutes * 60 : undefined;
}

// Of all factors the one that was proved last; a renewal proves nothing.
function gotrueProvedAt({ amr }: Members): number | undefined {
  if (!Array.isArray(amr)) return undefined;
  const entries = amr as ({ method?: unknown; timestamp?: unknown } | null)[];
  const times = entries.flatMap((entry) => (entry?.method === 'token_refresh' ? [] : (numberOf(entry?.timestamp) ?? [])));
  return times.length > 0 ? Math.max(...times) : undefined;
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
const jwksOf = (url: string): KeyPlace => ({ jwks: safeUrl(`${withoutSlash(url)}/.well-known/jwks.json`) });

type Signing = [keys: KeyPlace, algorithms: readonly Algorithm[]];

// With a secret by that; else by keys that are published.
function signing(kind: IssuerKind, secret: string | undefined, url: string, algorithms: readonly Algorithm[]): Signing {
  return secret === undefined ? [jwksOf(url), algorithms] : [secretOf(secret, kind), ['HS256']];
}

function secretOf(secret: string, kind: IssuerKind): KeyPlace {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < leastSecretBytes) throw new TypeError(`${kind} needs a secret of ${leastSecretBytes} bytes or more.`);
  return { secret: () => bytes };
}
