// What goes into the operations and what comes out of them: the core's list in camelCase. scripts/tables.py writes what goes in;
// test/parity.test.js holds the rest to what the core says of itself.
import type { ErrorCode } from './errors.js';
import type { Presentation } from './host/host.js';
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
  | 'store_failed'
  | 'initial_session'
  | 'password_recovery'
  | 'assurance_changed';

/** What came of a sign-up. `confirmation_pending`: an address is to be confirmed first. */
export type SignUpState = 'signed_in' | 'confirmation_pending';

/**
 * How somebody may have sent what was to be scanned from a screen; `link` may be a card, too. Empty: it was
 * scanned, or was to be tapped on this phone.
 */
export type SentAs = '' | 'picture' | 'link';
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

/** What a code or link was sent for. {@link Client.resend} knows `signup`, `email_change`, `sms` and `phone_change`. */
export type OtpType = 'email' | 'signup' | 'invite' | 'magiclink' | 'recovery' | 'email_change' | 'sms' | 'phone_change';

/** An application's own data at the server: its names are not respelled. */
export type JsonObject = Record<string, unknown>;

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
  /** `aal2` after a second factor; empty where the server knows no such levels. */
  assurance: Assurance;
  /** `aal2` where the person has a second factor to show. */
  assuranceToReach: Assurance;
  /** Where a page was asked for `asLink`. */
  link: string;
}

/** How sure a server is of who is here. */
export type Assurance = 'aal1' | 'aal2' | '';

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

/** The result of a sign-up or of a code: a session, or an address to be confirmed. */
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

/**
 * Everything that the server says of the person. Times are in ms since 1970, 0 if unknown. `userMetadata` is whatever they
 * like to say of themselves: no right may depend on it.
 */
export interface Account {
  id: string;
  email: string;
  phone: string;
  /** Waits for its confirmation. */
  newEmail: string;
  newPhone: string;
  /** 0 if it is not, as with all times here. */
  emailConfirmedAtMs: number;
  phoneConfirmedAtMs: number;
  isAnonymous: boolean;
  role: string;
  /** Whom the tokens are for: `authenticated`. */
  aud: string;
  createdAtMs: number;
  updatedAtMs: number;
  lastSignInAtMs: number;
  invitedAtMs: number;
  bannedUntilMs: number;
  /** Of the server; the person cannot change it. */
  appMetadata: JsonObject;
  /** Of the person, as it came. */
  userMetadata: JsonObject;
  /** All of it as the server said it, `recovery_sent_at` and the like too. */
  raw: JsonObject;
  identities: LinkedIdentity[];
  factors: Factor[];
}

/** One way of signing in to an account. */
export interface LinkedIdentity {
  /** For `unlinkIdentity`. */
  identityId: string;
  provider: string;
  email: string;
  createdAtMs: number;
  lastSignInAtMs: number;
  /** What the provider said. */
  identityData: JsonObject;
}

/** The ways of signing in to an account. */
export interface LinkedIdentities {
  identities: LinkedIdentity[];
}

/** A second factor: an authenticator app. */
export interface Factor {
  id: string;
  type: 'totp' | 'phone' | 'webauthn';
  friendlyName: string;
  /** `unverified` before its first code. */
  status: 'verified' | 'unverified';
  createdAtMs: number;
}

/** The second factors of an account. */
export interface Factors {
  factors: Factor[];
}

/** A new factor, to be put into an authenticator app, and proved by its first code. */
export interface EnrolledFactor {
  id: string;
  type: 'totp' | 'phone' | 'webauthn';
  friendlyName: string;
  /** To be typed where nothing can be scanned. */
  secret: string;
  /** `otpauth://…` */
  uri: string;
  /** The same as a picture: the text of an SVG. */
  qrCode: string;
}

/** A factor is asked for its code. */
export interface FactorChallenge {
  id: string;
  /** By the server's clock, in ms since 1970. */
  expiresAtMs: number;
}

/** A bind code to show to the person. */
export interface BindCode {
  bindingId: string;
  /** `XXXXX-XXXXX`, to be typed. */
  bindCode: string;
  /** A secret of its own, to be scanned. */
  qr: string;
  /** The code of the mini-program, as a `data:` address; empty if there is none. */
  picture: string;
  /** What opens the mini-program when it is scanned; empty if there is none. */
  url: string;
  scanKind: ScanKind | '';
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
  /** What its issuer draws now, where that is a link: another one each minute. */
  url: string;
}

/** Who asks to sign in on another device, for the person to recognise. */
export interface DevicePreview {
  clientName: string;
  platform: string;
  location: string;
  state: 'pending' | 'approved';
}

/** What there is to be scanned: a code of the mini-program, a link that opens it, or a page of the web. */
export type ScanKind = 'mini_program_code' | 'link' | 'page';

/** A sign-in to which somebody has agreed in the mini-program, and which waits for its page. */
export interface OpenedMiniProgram {
  /** Its handle: for `enterReturnCode`, `finishSignIn`, `closeSignIn`. */
  signIn: string;
  /** `approved` where no return code is asked for. */
  state: 'agreed' | 'approved';
}

/** Who has agreed in the mini-program: to be asked whether to go on as them. */
export interface Returning {
  nickname: string;
  avatarUrl: string;
}

/** What the mini-program was opened for by a code or a link of ours, and who asks. */
export interface Launch {
  /** Empty: nothing of ours. */
  opened: 'sign_in' | 'phone_sign_in' | 'binding' | '';
  /** First sign in, then call `launch` again, without options. */
  needsSignIn: boolean;
  /** For `approveScan`; of a binding its `bindingId`. */
  scanId: string;
  clientName: string;
  platform: string;
  location: string;
  browser: string;
  /** To be warned of: nobody sends on their own screen. */
  sentAs: SentAs;
  /** To be typed, as the other screen shows it. */
  numberNeeded: boolean;
  state: string;
  expiresInMs: number;
  binding: Binding | null;
}

/** A sign-in elsewhere, approved. */
export interface ApprovedScan {
  /** `agreed` where the page still asks for the code. */
  state: 'approved' | 'agreed';
  /** Six digits, to be typed into the page that began; empty if there are none. */
  returnCode: string;
  expiresInMs: number;
}

/** An address for a `web-view`, which signs the person in there once. */
export interface WebViewUrl {
  url: string;
  expiresInMs: number;
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
  /** Shows what this call has to show to the person, in place of the host's `present`. */
  present?: (what: Presentation) => void | Promise<void>;
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
  /** `wechat_qr`, `github` …: any that the server has. */
  provider: string;
  redirectTo: string;
  /** What is asked of the provider, with spaces between. */
  scopes?: string;
  /** Texts, further parameters for the provider: `{"prompt":"consent"}`. */
  queryParams?: JsonObject;
  /** The address is the outcome's `link`, and nothing is presented. */
  asLink?: boolean;
}

/**
 * For {@link Client.exchangeCodeForSession}. Finish what was begun with PKCE with the code that came back:
 * `signInWithOauth`, `linkIdentity`, or what sent a mail with `redirectTo`. `unsupported` on the unified
 * backend. Errors: `begun_elsewhere` (in another browser: the code stays unspent); for what an address says in
 * the place of a code, `declined`, `credential_invalid`, `sign_ups_off` and others.
 */
export interface ExchangeCodeForSession {
  code?: string;
  /** In the place of a code, with what stands beside it. */
  error?: string;
  errorCode?: string;
  errorDescription?: string;
}

/**
 * For {@link Client.signInWithPassword}. Sign in by e-mail or phone number, and password. `unsupported` on the
 * unified backend. Errors: `wrong_password`, `email_not_confirmed`, `captcha_failed`.
 */
export interface SignInWithPassword {
  email?: string;
  phone?: string;
  password: string;
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
}

/**
 * For {@link Client.signUp}. Register by e-mail or phone number, and password. Ends well without a session where
 * the server wants the address confirmed first: see `state`. `unsupported` on the unified backend. Errors:
 * `user_exists`, `weak_password` (what it lacks is the detail), `sign_ups_off`.
 */
export interface SignUp {
  email?: string;
  phone?: string;
  password: string;
  /** To be kept as `user_metadata`. */
  data?: JsonObject;
  /** Where the link in the mail leads. With it the link brings a code for `exchangeCodeForSession` (PKCE). */
  redirectTo?: string;
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
  /** Of a phone: `sms` or `whatsapp`. */
  channel?: 'sms' | 'whatsapp';
}

/**
 * For {@link Client.signInAnonymously}. Sign in to an anonymous account; `updateAccount` with an e-mail, or
 * `linkIdentity`, makes it a permanent one. `unsupported` on the unified backend.
 */
export interface SignInAnonymously {
  /** To be kept as `user_metadata`. */
  data?: JsonObject;
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
}

/**
 * For {@link Client.signInWithIdToken}. Sign in with the ID token of a provider (OpenID Connect) that the
 * application has got itself. Only on GoTrue. Error: `credential_invalid`.
 */
export interface SignInWithIdToken {
  provider: string;
  idToken: string;
  /** Where the ID token was bound to one (`at_hash`). */
  accessToken?: string;
  /** As it was before it was hashed for the provider. */
  nonce?: string;
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
}

/**
 * For {@link Client.sendOtp}. Send a code and a link to an e-mail address, or a code to a phone, to sign in by.
 * Only on GoTrue. Errors: `rate_limited`, `user_not_found` (without `createUser`), `sign_ups_off`.
 */
export interface SendOtp {
  email?: string;
  phone?: string;
  /** Whether who is unknown is registered. */
  createUser?: boolean;
  /** To be kept as `user_metadata` of who is new. */
  data?: JsonObject;
  /** Where the link in the mail leads. With it the link brings a code for `exchangeCodeForSession` (PKCE). */
  redirectTo?: string;
  /** Of a phone: `sms` or `whatsapp`. */
  channel?: 'sms' | 'whatsapp';
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
}

/**
 * For {@link Client.verifyOtp}. Sign in, confirm or go on by what a mail or message brought: the code with its
 * address, or the `tokenHash` of the link. `type`, by default that of the address: `email`, `signup`, `invite`,
 * `magiclink`, `recovery` (tells `password_recovery`), `email_change`, `sms`, `phone_change`. Ends with
 * `confirmation_pending` where the other address of a change is still to confirm. Only on GoTrue. Error:
 * `credential_invalid`, alike for wrong, used and expired ones.
 */
export interface VerifyOtp {
  type?: OtpType;
  email?: string;
  phone?: string;
  code?: string;
  tokenHash?: string;
  redirectTo?: string;
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
}

/**
 * For {@link Client.resend}. Send again what has not come: `type` is `signup`, `email_change`, `sms` or
 * `phone_change`. Only on GoTrue. Error: `rate_limited`.
 */
export interface Resend {
  type: OtpType;
  email?: string;
  phone?: string;
  /** Where the link in the mail leads. */
  redirectTo?: string;
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
}

/**
 * For {@link Client.recoverPassword}. Send a link and a code to who has forgotten the password; ends alike where
 * nobody has the address. Only on GoTrue. Error: `rate_limited`.
 */
export interface RecoverPassword {
  email: string;
  /** Where the link in the mail leads. With it the link brings a code for `exchangeCodeForSession` (PKCE). */
  redirectTo?: string;
  /** Where the server wants proof that a person asks. */
  captchaToken?: string;
}

/**
 * For {@link Client.adoptSession}. Go on with tokens that came by a link or from another SDK. A living one is
 * proved by asking the server whose it is, an ended one is renewed. Never done with what stands in an address
 * unless the application says so: somebody else may have written it (RFC 9700, 2.1.2). Only on GoTrue. Errors:
 * `credential_invalid`, `session_expired`.
 */
export interface AdoptSession {
  accessToken: string;
  refreshToken: string;
}

/**
 * For {@link Client.signInByScan}. Sign in by a code that a signed-in person scans or types elsewhere, and
 * approves (RFC 8628). `present` is asked to show it, and again at each change of its state or address. Given
 * up, it is over at the server, too. Errors: `declined`, `credential_invalid` (over).
 */
export interface SignInByScan {
  clientName?: string;
  /** Drawn by WeChat; empty: nothing is, for letters alone. */
  picture?: string;
}

/**
 * For {@link Client.openMiniProgram}. Sign in on one phone: `present` is given a link that opens the
 * mini-program, at the person's tap; ends when somebody has agreed there. They need not be who has begun: go on
 * by `enterReturnCode`. With `signIn` it goes on waiting for one that was begun before the page was loaded
 * again. Errors: `declined`, `credential_invalid` (over).
 */
export interface OpenMiniProgram {
  clientName?: string;
  signIn?: string;
}

/**
 * For {@link Client.enterReturnCode}. Enter the code that the mini-program shows after agreeing. Says whose
 * sign-in it is, to be asked before `finishSignIn`. Errors: `wrong_number`, `declined` (too often),
 * `credential_invalid`.
 */
export interface EnterReturnCode {
  signIn: string;
  code: string;
}

/**
 * For {@link Client.finishSignIn}. The session of a sign-in that was approved. Errors: `declined`,
 * `credential_invalid` (over).
 */
export interface FinishSignIn {
  signIn: string;
}

/** For {@link Client.closeSignIn}. End a sign-in that was begun: nobody can agree to it any more. */
export interface CloseSignIn {
  signIn: string;
}

/**
 * For {@link Client.launch}. What the mini-program was opened for: takes what `onLaunch` and `onShow` give, and
 * says it once. Where somebody has to sign in first, `launch` without options goes on after that. Errors:
 * `scan_used`, `credential_invalid` (unknown, or over), those of `redeemBindCode`.
 */
export interface LaunchOptions {
  /** WeChat's number: how it was opened. */
  scene?: number;
  query?: JsonObject;
}

/**
 * For {@link Client.approveScan}. Agree to what `launch` has opened; `number` is what the other screen shows.
 * Errors: `wrong_number`, `binding_expired` (over), `credential_invalid` (not opened in this session).
 */
export interface ApproveScan {
  scanId: string;
  number?: string;
}

/** For {@link Client.denyScan}. Decline what `launch` has opened. */
export interface DenyScan {
  scanId: string;
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

/**
 * For {@link Client.webViewUrl}. An address for the `web-view` of a mini-program, to be opened at once: the page
 * at `url` is signed in there. Its session ends with this one, unless it `outlives` it. Errors: `not_allowed`
 * (no origin that the server names), `reauth_required`.
 */
export interface OpenWebView {
  url: string;
  outlives?: boolean;
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
 * For {@link Client.updateAccount}. Change e-mail, phone number, password or `user_metadata`. What is not given
 * stays as it is; a new address counts once it is confirmed. Errors: `user_exists`, `weak_password`,
 * `nonce_required` (see `reauthenticate`), `insufficient_aal`, `credential_invalid` (of the nonce).
 */
export interface UpdateAccount {
  email?: string;
  phone?: string;
  password?: string;
  /** Put into `user_metadata`; null takes a member out. */
  data?: JsonObject;
  /** The code that `reauthenticate` sent. */
  nonce?: string;
  /** Where the link in the mail leads. With it the link brings a code for `exchangeCodeForSession` (PKCE). */
  redirectTo?: string;
  /** Where the server asks for it. */
  currentPassword?: string;
}

/**
 * For {@link Client.linkIdentity}. Begin, as `signInWithOauth` does, to add one more way of signing in. Errors:
 * `not_allowed` (the server does not let people link), `identity_in_use`.
 */
export interface LinkIdentity {
  /** `wechat_qr`, `github` …: any that the server has. */
  provider: string;
  redirectTo: string;
  /** What is asked of the provider, with spaces between. */
  scopes?: string;
  /** Texts, further parameters for the provider: `{"prompt":"consent"}`. */
  queryParams?: JsonObject;
  /** The address is the outcome's `link`, and nothing is presented. */
  asLink?: boolean;
}

/**
 * For {@link Client.unlinkIdentity}. Take a way of signing in off the account. Errors: `last_identity`,
 * `not_allowed`.
 */
export interface UnlinkIdentity {
  identityId: string;
}

/**
 * For {@link Client.enrollFactor}. Begin to add an authenticator app (TOTP): it counts once `verifyFactor` has
 * seen its first code. Error: `insufficient_aal` (there is one already, and this session has not shown it).
 */
export interface EnrollFactor {
  friendlyName?: string;
  /** What the app shows beside the address. */
  issuer?: string;
}

/** For {@link Client.challengeFactor}. Ask a factor for its code. `verifyFactor` does it by itself. */
export interface ChallengeFactor {
  factorId: string;
}

/**
 * For {@link Client.verifyFactor}. Show the code of a factor: the session goes on at `aal2`, and
 * `assurance_changed` is told. Error: `credential_invalid` (wrong or old code).
 */
export interface VerifyFactor {
  factorId: string;
  /** Of `challengeFactor`; without it the factor is asked now. */
  challengeId?: string;
  code: string;
}

/** For {@link Client.removeFactor}. Take a factor off the account. Error: `insufficient_aal`. */
export interface RemoveFactor {
  factorId: string;
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
 * given), or its `url` is another than the one that is given: who draws it draws the new one and waits again.
 * Once it is confirmed, a redeemer's session is renewed and speaks for the joined account. Errors:
 * `binding_declined`, `binding_expired`.
 */
export interface WaitForBinding {
  bindingId: string;
  since?: BindingState;
  url?: string;
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
