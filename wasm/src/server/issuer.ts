// What is known of an issuer: by these rules its tokens are judged.
import type { Platform } from '../types.js';
import type { Members } from './token.js';

export type { Platform };

/** Whose tokens these are. */
export type IssuerKind = 'clerk' | 'unified' | 'gotrue' | 'authing' | 'wx_login' | 'mini_login' | 'oidc';

/** A signature's algorithm, as `alg` names it. */
export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA' | 'Ed25519' | 'HS256';

/** Where the keys come from. */
export type KeyPlace =
  | { readonly jwks: string }
  | { readonly discovery: string }
  /** A function, so that printing an issuer prints no secret. */
  | { readonly secret: () => Uint8Array };

/** An issuer of tokens; `clerk`, `unified`, `gotrue`, `authing`, `wxLogin`, `miniLogin` and `oidc` make them. */
export interface Issuer {
  readonly kind: IssuerKind;
  /** What its tokens have as `iss`, compared as it is; null where they have none. */
  readonly name: string | null;
  /** All that may stand there; undefined: nothing. */
  readonly names: readonly (string | undefined)[];
  readonly keys: KeyPlace;
  readonly algorithms: readonly Algorithm[];
  /** `aud` has to have one of these; none: the token has none. */
  readonly audiences: readonly string[];
  /** What `typ` may be, in small letters; `''`: it may be absent. */
  readonly types: readonly string[];
  /** What `X-Platform` may say beside its tokens. */
  readonly platforms: readonly Platform[];
  /** Whether its tokens say themselves what platform they are of. */
  readonly namesPlatform: boolean;
  /** The claim with the person's id at the issuer. */
  readonly subject: string;
  /** The claim with the session's id. */
  readonly session: string;
  /** Whether its clients send the token without a scheme. */
  readonly isBare: boolean;
  /** Origins of pages that `azp` may name; none: any. */
  readonly authorizedParties: readonly string[];
  /** The cookie that a session of it is in; null: none. */
  readonly cookie: string | null;
  /** What else has to be so: gives the claim that is not. */
  readonly fault: (claims: Members) => string | undefined;
  /** When the person proved who they are, in seconds since 1970. */
  readonly provedAt: (claims: Members) => number | undefined;
}
