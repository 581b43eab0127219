// What goes into the operations and what comes out of them: the core's list in camelCase. scripts/tables.py writes what goes in;
// test/parity.test.js holds the rest to what the core says of itself.
import type { ErrorCode } from './errors.js';
import type { AbortSignalLike, BlobLike } from './web_types.js';

// tables: begin enumerations
/** The dialect of the server. */
export type BackendKind = 'unified' | 'gotrue' | 'wx_login' | 'mini_login' | 'authing';

/** Where the program runs; sent as `X-Platform` to servers that ask for it. */
export type Platform = 'web' | 'miniprogram' | 'desktop' | 'server';

/** Whose session it is: `own` tokens of the backend, or `borrowed` from an owner like Clerk. */
export type SessionSource = 'own' | 'borrowed';

/** The public state. `needs_user`: the session is kept, but only the person can bring it back. */
export type SessionState = 'signed_out' | 'signing_in' | 'signed_in' | 'needs_user';

/** What ended a session. */
export type EndCause =
  | 'sign_out'
  | 'refused'
  | 'token_reused'
  | 'not_renewable'
  | 'silent_refused'
  | 'record_broken'
  | 'record_foreign'
  | 'store_emptied'
  | 'not_lent';

/** What happened to the session; every change of state is told once. */
export type EventKind =
  | 'signed_in'
  | 'refreshed'
  | 'user_updated'
  | 'needs_user'
  | 'signed_out'
  | 'store_failed';

/** What came of a sign-up. `confirmation_pending`: nobody is signed in, the e-mail comes first. */
export type SignUpState = 'signed_in' | 'confirmation_pending';
// tables: end enumerations

/** What a client is set up with; it does not change afterwards. */
export interface Config {
  /** `https://host[:port][/prefix]`. Plain `http` only to loopback, unless `allowHttp` is set. */
  baseUrl: string;
  /** The dialect of the server; `unified` by default. */
  backend?: BackendKind;
  /** Where the program runs; each entry of this package has its own default. */
  platform?: Platform;
  /** Sends `X-Platform` with the application's requests to servers, too, that do not ask for it: all but `unified`. */
  sendPlatform?: boolean;
  /** Whose session it is; `own` by default. */
  session?: SessionSource;
  /** What the backend knows the application by: Supabase's anon key, Authing's app id. */
  appKey?: string;
  /** Authing's `extIdpConnidentifier`, the identity source of the mini-program. */
  connection?: string;
  /** `wx_login` and `mini_login`, whose documents name no such call: where this server has the profile, below `baseUrl`. */
  profilePath?: string;
  /** The same for the sign-out. */
  signOutPath?: string;
  /** Further origins that may receive the token; that of `baseUrl` always may. */
  origins?: string[];
  /** Allows `http` to hosts other than loopback. Tokens then travel in clear text. */
  allowHttp?: boolean;
  /** The key under which the session is stored: by default `hufu.session`, for GoTrue `sb-PROJECT-auth-token`. */
  storageKey?: string;
  /** Renew an ended session by a new WeChat code, without the person noticing. */
  silentSignIn?: boolean;
  /** A token is renewed this long before its end (60 s), or a fifth of its life before, if that is less. */
  earlyRefreshMs?: number;
  /** How long to wait for another tab or process that is refreshing (35 s). */
  lockWaitMs?: number;
}

/** Which side of a binding a person is on. */
export type BindingRole = 'issuer' | 'redeemer';

/** The state of a binding. */
export type BindingState = 'issued' | 'pending' | 'accepted' | 'confirmed' | 'declined' | 'expired' | 'already_linked';

/** A person as the backend knows them. Nickname and picture are hints to show, never proof. */
export interface User {
  id: string;
  nickname: string;
  avatarUrl: string;
}

/** The session as an application sees it: no token in it. */
export interface Session {
  state: SessionState;
  user: User | null;
  /** Set by a sign-in that registered the person. */
  isNewUser: boolean;
  /** Of the access token, from now; 0 if unknown or none. */
  expiresInMs: number;
  /** Where nobody is signed in, or `needs_user`: why. */
  ended: SessionEnd | null;
}

/**
 * How the last session ended, or why only the person can go on with this one. No token in it, no code of one, and
 * nobody's name: it may be logged.
 */
export interface SessionEnd {
  cause: EndCause;
  /** The rule by which it ended, of docs/rules.md. */
  rule: string;
  /** The error that ended it; null for a sign-out. */
  code: ErrorCode | null;
  /** Of the server's answer; 0 where none ended it. */
  httpStatus: number;
  /** The server's own name for that, e.g. `session_not_found`. */
  serverCode: string;
  /** When that was, by this machine's clock, in ms since 1970. */
  atMs: number;
}

/** The result of a sign-up: a session, or an address to be confirmed. */
export interface SignedUp {
  state: SignUpState;
  /** Where the e-mail was sent to, or would have been. */
  address: string;
  user: User | null;
  isNewUser: boolean;
  /** Of the access token, from now; 0 if unknown or none. */
  expiresInMs: number;
}

/** An access token for a caller that sends requests by other means. */
export interface AccessToken {
  token: string;
  /** From now; 0 for a borrowed token, whose life the host knows. */
  expiresInMs: number;
}

/** One way of signing in that belongs to a person. */
export interface Identity {
  provider: string;
  appId: string;
}

/** The person's profile at the backend. */
export interface Profile {
  id: string;
  nickname: string;
  avatarUrl: string;
  email: string;
  platform: string;
  identities: Identity[];
}

/** A bind code to show to the person. */
export interface BindCode {
  bindingId: string;
  /** `XXXXX-XXXXX`, to be typed. */
  bindCode: string;
  /** A secret of its own, to be scanned. */
  qr: string;
  expiresInMs: number;
}

/** The other half, as far as it may be shown before both have agreed. */
export interface BindingPreview {
  /** Masked. */
  nickname: string;
  platform: string;
  provider: string;
}

/** A binding between two halves of one person. */
export interface Binding {
  bindingId: string;
  state: BindingState;
  /** Empty where the answer does not say. */
  role: BindingRole | '';
  /** Two digits to show to the redeemer, after `acceptBinding`. */
  number: string;
  preview: BindingPreview | null;
  expiresInMs: number;
}

/** Who asks to sign in on another device, for the person to recognise. */
export interface DevicePreview {
  clientName: string;
  platform: string;
  location: string;
  state: 'pending' | 'approved';
}

/** What happened to the session, and how it is now. */
export interface SessionEvent {
  kind: EventKind;
  state: SessionState;
  user: User | null;
  /** Why, for `needs_user`, `signed_out` and `store_failed`. */
  reason: ErrorCode | null;
}

/** Is called with each event of the session. */
export type Listener = (event: SessionEvent) => void;

/** For every operation. */
export interface CallOptions {
  /** Gives the operation up. What others wait for as well, such as a refresh, goes on. */
  signal?: AbortSignalLike;
}

// tables: begin arguments
/**
 * For {@link Client.signInWithWechat}. Sign in with a code of `wx.login`; without a code the host is asked for
 * one. Errors: `credential_invalid` (used or old code), `not_allowed` (blocked by WeChat), `declined`.
 */
export interface SignInWithWechat {
  code?: string;
  /** Hints to show; the server checks their form. */
  nickname?: string;
  avatarUrl?: string;
  encryptedData?: string;
  iv?: string;
  rawData?: string;
  signature?: string;
}

/**
 * For {@link Client.signInWithOauth}. Begin a sign-in through a browser with PKCE. `unsupported` on the unified
 * backend.
 */
export interface SignInWithOauth {
  provider: string;
  redirectTo: string;
}

/**
 * For {@link Client.exchangeCodeForSession}. Finish `signInWithOauth` with the code that came back.
 * `unsupported` on the unified backend.
 */
export interface ExchangeCodeForSession {
  code: string;
}

/**
 * For {@link Client.signInWithPassword}. Sign in by e-mail and password. `unsupported` on the unified backend.
 * Errors: `wrong_password`, `email_not_confirmed`.
 */
export interface SignInWithPassword {
  email: string;
  password: string;
}

/**
 * For {@link Client.signUp}. Register by e-mail and password. Ends well without a session where the server wants
 * the e-mail confirmed first: see `state`. `unsupported` on the unified backend. Errors: `user_exists`,
 * `weak_password` (what it lacks is the detail), `sign_ups_off`.
 */
export interface SignUp {
  email: string;
  password: string;
}

/**
 * For {@link Client.signInWithDevice}. Sign in by a code that a signed-in device approves (RFC 8628). Shows it
 * through `present`.
 */
export interface SignInWithDevice {
  clientName?: string;
}

/** For {@link Client.previewDevice}. Show which device asks to be signed in, before approving or denying it. */
export interface PreviewDevice {
  userCode: string;
}

/** For {@link Client.approveDevice}. Sign the other device in; `number` is what it shows. Error: `wrong_number`. */
export interface ApproveDevice {
  userCode: string;
  number: string;
}

/** For {@link Client.denyDevice}. Refuse to sign the other device in. */
export interface DenyDevice {
  userCode: string;
}

/** For {@link Client.updateProfile}. Change the profile. What is not given stays as it is. */
export interface UpdateProfile {
  nickname?: string;
  avatarUrl?: string;
}

/**
 * For {@link Client.uploadAvatar}. Upload a picture of the person; `file` is a path that the host can read (in
 * mini-programs the temporary path of `chooseAvatar`).
 */
export interface UploadAvatar {
  file: BlobLike | string;
}

/**
 * For {@link Client.bindPhone}. Bind a phone number; `code` comes from the phone-number button, it is not a
 * `wx.login` code.
 */
export interface BindPhone {
  code: string;
}

/**
 * For {@link Client.createBindCode}. Issue a code that the other half redeems. `target`: `wechat` or `web`, the
 * half to be joined. Errors: `reauth_required` (signed in more than ten minutes ago), `provider_already_linked`.
 */
export interface CreateBindCode {
  target: 'wechat' | 'web';
}

/**
 * For {@link Client.redeemBindCode}. Redeem a typed code or a scanned secret. `platform` names the other half:
 * `wechat` or `web`. Error: `bind_code_invalid`, alike for unknown, used, expired and foreign codes.
 */
export interface RedeemBindCode {
  bindCode: string;
  platform: 'wechat' | 'web';
}

/**
 * For {@link Client.acceptBinding}. The redeemer joins the account in the preview; the outcome holds the number
 * to show.
 */
export interface AcceptBinding {
  bindingId: string;
}

/**
 * For {@link Client.confirmBinding}. The issuer types the number that the redeemer's screen shows. *Writes the
 * store* where the backend gives a new session. Errors: `wrong_number`, `identity_in_use`, `binding_expired`.
 */
export interface ConfirmBinding {
  bindingId: string;
  number: string;
}

/** For {@link Client.declineBinding}. Decline the binding; either side may. */
export interface DeclineBinding {
  bindingId: string;
}

/**
 * For {@link Client.waitForBinding}. Wait until the binding leaves the state `since` (its present one, if not
 * given). Once it is confirmed, a redeemer's session is renewed and speaks for the joined account. Errors:
 * `binding_declined`, `binding_expired`.
 */
export interface WaitForBinding {
  bindingId: string;
  since?: BindingState;
}

/** For {@link Client.unbind}. Take an identity off the account. Errors: `last_identity`, `reauth_required`. */
export interface Unbind {
  provider: string;
}

/**
 * For {@link Client.mergeAccounts}. Merge two accounts that both have data, where `redeemBindCode` ended in
 * `identity_in_use`: redeems the same code for that, and goes on like any binding (accept, confirm). `survivor`
 * is `issuer` or `redeemer`, whose account stays.
 */
export interface MergeAccounts {
  bindCode: string;
  platform: 'wechat' | 'web';
  survivor: BindingRole;
}

/**
 * For {@link Client.signOut}. `scope`: `local`, `others` or `global`. Local state goes even when the server
 * cannot be reached; with `others` this session stays.
 */
export interface SignOut {
  scope?: 'local' | 'others' | 'global';
}
// tables: end arguments

/**
 * What a request needs to be authorised, as `fetch` takes headers: `Authorization`, and where the server asks
 * for them `X-Platform` and `apikey`.
 */
export type SignedHeaders = Readonly<Record<string, string>> & { readonly Authorization: string };
