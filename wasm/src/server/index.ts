// hufu/server: who asks, on an application's own server. Node, Bun, Deno, edge runtimes and workers.
export type { Cookie, CookieJar } from './cookies.js';
export { createGuard, type Guard, type GuardOptions, type Handler } from './guard.js';
export type { Algorithm, Issuer, IssuerKind, Platform } from './issuer.js';
export {
  authing,
  clerk,
  gotrue,
  miniLogin,
  oidc,
  unified,
  wxLogin,
  type AuthingOptions,
  type ClerkOptions,
  type GotrueOptions,
  type OidcOptions,
  type OwnSecretOptions,
  type UnifiedOptions,
} from './issuers.js';
export type { Identity, Known, Resolve, Resolved } from './people.js';
export type { Person } from './person.js';
export { Refused, type RefusalReason } from './refused.js';
export type { AnyRequest, NodeRequest } from './request.js';
