// The public face: every operation is one line. All decisions are the core's. How the application's
// own requests look, each entry adds.
import { checkConfig } from './config.js';
import type { CoreSource } from './core_source.js';
import { Engines } from './engines.js';
import type { CoreHost } from './host/host.js';
import { fromCore } from './names.js';
import { namePicture } from './pictures.js';
import type { Language } from './texts/language.js';
import type * as T from './types.js';

// A net for clients that nobody closed; not every engine has it.
const closing =
  typeof FinalizationRegistry === 'undefined'
    ? null
    : new FinalizationRegistry<Engines>((engines) => engines.close());

/**
 * One session of one person.
 *
 * Every operation rejects with a {@link HufuError}, and takes a `signal` that gives it up.
 */
export class BaseClient {
  /** @internal */
  protected readonly engines: Engines;
  readonly #baseUrl: string;

  /** @internal Use `createClient`. */
  constructor(source: CoreSource, host: CoreHost, config: T.Config, language?: Language) {
    checkConfig(config, language);
    this.#baseUrl = config.baseUrl;
    this.engines = new Engines(source, host, config, language);
    closing?.register(this, this.engines, this);
  }

  /** The public state, as far as the store has been read (see {@link ready}). */
  get state(): T.SessionState {
    return this.engines.state;
  }

  /** Loads the core and reads the store. Not needed: every operation does it. */
  ready(): Promise<void> {
    return this.engines.ready();
  }

  /** Calls `listener` for every event of the session, in this tab and in others. Gives the way to stop that. */
  on(listener: T.Listener): () => void {
    return this.engines.listen(listener);
  }

  /** Sign in with a code of `wx.login`; without a code the host is asked for one. */
  signInWithWechat(how: T.SignInWithWechat = {}, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('sign_in_with_wechat', how, options);
  }

  /** Begin a sign-in through a browser with PKCE; the host opens the page, or the outcome has its `link`. */
  signInWithOauth(how: T.SignInWithOauth, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('sign_in_with_oauth', how, options);
  }

  /** Exchange the code that the browser came back with for a session. */
  exchangeCodeForSession(how: T.ExchangeCodeForSession, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('exchange_code_for_session', how, options);
  }

  /** Sign in by e-mail or phone number, and password. */
  signInWithPassword(how: T.SignInWithPassword, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('sign_in_with_password', how, options);
  }

  /** Register by an address and password; `confirmation_pending` where it has to be confirmed first. */
  signUp(how: T.SignUp, options?: T.CallOptions): Promise<T.SignedUp> {
    return this.#call('sign_up', how, options);
  }

  /** Sign in to a new anonymous account. */
  signInAnonymously(how: T.SignInAnonymously = {}, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('sign_in_anonymously', how, options);
  }

  /** Sign in with the ID token of a provider that the application has got itself. */
  signInWithIdToken(how: T.SignInWithIdToken, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('sign_in_with_id_token', how, options);
  }

  /** Send a code and a link to sign in by. Errors: `rate_limited`, `user_not_found`. */
  sendOtp(how: T.SendOtp, options?: T.CallOptions): Promise<void> {
    return this.#end('send_otp', how, options);
  }

  /** Go on by the code or link of a mail or message. Error: `credential_invalid`. */
  verifyOtp(what: T.VerifyOtp, options?: T.CallOptions): Promise<T.SignedUp> {
    return this.#call('verify_otp', what, options);
  }

  /** Send again what has not come. */
  resend(what: T.Resend, options?: T.CallOptions): Promise<void> {
    return this.#end('resend', what, options);
  }

  /** Send a link and a code to who has forgotten the password. */
  recoverPassword(how: T.RecoverPassword, options?: T.CallOptions): Promise<void> {
    return this.#end('recover_password', how, options);
  }

  /** Go on with tokens that came by a link or from another SDK. Errors: `credential_invalid`, `session_expired`. */
  adoptSession(tokens: T.AdoptSession, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('adopt_session', tokens, options);
  }

  /** Sign in by a code that somebody scans or types elsewhere. The host's `present` shows it, and each change of its state. */
  signInByScan(how: T.SignInByScan = {}, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('sign_in_by_scan', how, options);
  }

  /** Sign in on one phone: the host's `present` is given a link that opens the mini-program. Ends when somebody has agreed there. */
  openMiniProgram(how: T.OpenMiniProgram = {}, options?: T.CallOptions): Promise<T.OpenedMiniProgram> {
    return this.#call('open_mini_program', how, options);
  }

  /** Enter the code that the mini-program shows after agreeing. Errors: `wrong_number`, `declined` (too often). */
  enterReturnCode(what: T.EnterReturnCode, options?: T.CallOptions): Promise<T.Returning> {
    return this.#call('enter_return_code', what, options);
  }

  /** The session of a sign-in that was approved. Errors: `declined`, `credential_invalid` (over). */
  finishSignIn(which: T.FinishSignIn, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('finish_sign_in', which, options);
  }

  /** End a sign-in that was begun: nobody can agree to it any more. */
  closeSignIn(which: T.CloseSignIn, options?: T.CallOptions): Promise<void> {
    return this.#end('close_sign_in', which, options);
  }

  /** What the mini-program was opened for: takes what `onLaunch` and `onShow` give. Errors: `scan_used`, `credential_invalid` (over). */
  launch({ scene, query }: T.LaunchOptions = {}, options?: T.CallOptions): Promise<T.Launch> {
    return this.#call('launch', { scene, query }, options);
  }

  /** Agree to what `launch` has opened, by the number that the other screen shows. Errors: `wrong_number`, `binding_expired`. */
  approveScan(which: T.ApproveScan, options?: T.CallOptions): Promise<T.ApprovedScan> {
    return this.#call('approve_scan', which, options);
  }

  /** Decline what `launch` has opened. */
  denyScan(which: T.DenyScan, options?: T.CallOptions): Promise<void> {
    return this.#end('deny_scan', which, options);
  }

  /** Show which device asks to be signed in, before approving or denying it. */
  previewDevice(which: T.PreviewDevice, options?: T.CallOptions): Promise<T.DevicePreview> {
    return this.#call('preview_device', which, options);
  }

  /** Sign the other device in, by the number that it shows. Error: `wrong_number`. */
  approveDevice(which: T.ApproveDevice, options?: T.CallOptions): Promise<void> {
    return this.#end('approve_device', which, options);
  }

  /** Refuse to sign the other device in. */
  denyDevice(which: T.DenyDevice, options?: T.CallOptions): Promise<void> {
    return this.#end('deny_device', which, options);
  }

  /**
   * The headers for a request to `url`, at once; null where only {@link accessToken} or
   * {@link fetch} can answer: no fresh token yet, or a borrowed session. Throws `origin_refused`
   * for a URL that gets no token.
   */
  authorize(url: string): T.SignedHeaders | null {
    return this.engines.authorize(url);
  }

  /** A token that will still be good when the request arrives; renews it if needed. */
  accessToken(options?: T.CallOptions): Promise<T.AccessToken> {
    return this.engines.accessToken(this.#baseUrl, options ?? {});
  }

  /** The session as it is; no request. That nobody is here, the stores of a page know before the core is loaded. */
  session(options: T.CallOptions = {}): Promise<T.Session> {
    return this.engines.session(options) as Promise<T.Session>;
  }

  /** The person, as of the last answer that named them. Error: `signed_out`. */
  user(options?: T.CallOptions): Promise<T.User> {
    return this.#call('user', {}, options);
  }

  /** An address for a web-view of the mini-program: the page is signed in there, once. Error: `not_allowed`. */
  webViewUrl(what: T.OpenWebView, options?: T.CallOptions): Promise<T.WebViewUrl> {
    return this.#call('web_view_url', what, options);
  }

  /** The profile, as the backend has it now. */
  fetchProfile(options?: T.CallOptions): Promise<T.Profile> {
    return this.#call('fetch_profile', {}, options);
  }

  /** Change the profile. What is not given stays as it is. */
  updateProfile(what: T.UpdateProfile, options?: T.CallOptions): Promise<T.Profile> {
    return this.#call('update_profile', what, options);
  }

  /** Upload a picture of the person. */
  uploadAvatar({ file }: T.UploadAvatar, options?: T.CallOptions): Promise<T.Profile> {
    if (typeof file === 'string') return this.#call('upload_avatar', { file }, options);
    return this.#call('upload_avatar', { file: namePicture(file) }, options, file);
  }

  /** Bind a phone number, with the code of the phone-number button. */
  bindPhone(how: T.BindPhone, options?: T.CallOptions): Promise<T.Profile> {
    return this.#call('bind_phone', how, options);
  }

  /** Everything that the server says of the person now. */
  fetchAccount(options?: T.CallOptions): Promise<T.Account> {
    return this.#call('fetch_account', {}, options);
  }

  /** Change e-mail, phone number, password or `userMetadata`. Errors: `nonce_required`, `insufficient_aal`. */
  updateAccount(what: T.UpdateAccount, options?: T.CallOptions): Promise<T.Account> {
    return this.#call('update_account', what, options);
  }

  /** Send the person a code, the `nonce` of {@link updateAccount}. */
  reauthenticate(options?: T.CallOptions): Promise<void> {
    return this.#end('reauthenticate', {}, options);
  }

  /** The ways of signing in to the account. */
  listIdentities(options?: T.CallOptions): Promise<T.LinkedIdentities> {
    return this.#call('list_identities', {}, options);
  }

  /** Begin, as {@link signInWithOauth} does, to add one more way of signing in. */
  linkIdentity(how: T.LinkIdentity, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('link_identity', how, options);
  }

  /** Take a way of signing in off the account. Error: `last_identity`. */
  unlinkIdentity(which: T.UnlinkIdentity, options?: T.CallOptions): Promise<void> {
    return this.#end('unlink_identity', which, options);
  }

  /** Begin to add an authenticator app; it counts once {@link verifyFactor} has seen its first code. */
  enrollFactor(how: T.EnrollFactor = {}, options?: T.CallOptions): Promise<T.EnrolledFactor> {
    return this.#call('enroll_factor', how, options);
  }

  /** Ask a factor for its code. {@link verifyFactor} does it by itself. */
  challengeFactor(which: T.ChallengeFactor, options?: T.CallOptions): Promise<T.FactorChallenge> {
    return this.#call('challenge_factor', which, options);
  }

  /** Show the code of a factor: the session goes on at `aal2`. Error: `credential_invalid`. */
  verifyFactor(what: T.VerifyFactor, options?: T.CallOptions): Promise<T.Session> {
    return this.#call('verify_factor', what, options);
  }

  /** Take a factor off the account. */
  removeFactor(which: T.RemoveFactor, options?: T.CallOptions): Promise<void> {
    return this.#end('remove_factor', which, options);
  }

  /** The second factors of the account. */
  listFactors(options?: T.CallOptions): Promise<T.Factors> {
    return this.#call('list_factors', {}, options);
  }

  /** Issue a code that the other half redeems. Errors: `reauth_required`, `provider_already_linked`. */
  createBindCode(what: T.CreateBindCode, options?: T.CallOptions): Promise<T.BindCode> {
    return this.#call('create_bind_code', what, options);
  }

  /** Redeem a typed code or a scanned secret. Error: `bind_code_invalid`. */
  redeemBindCode(what: T.RedeemBindCode, options?: T.CallOptions): Promise<T.Binding> {
    return this.#call('redeem_bind_code', what, options);
  }

  /** The redeemer joins the account in the preview; the outcome holds the number to show. */
  acceptBinding(which: T.AcceptBinding, options?: T.CallOptions): Promise<T.Binding> {
    return this.#call('accept_binding', which, options);
  }

  /** The issuer types the number that the redeemer's screen shows. */
  confirmBinding(which: T.ConfirmBinding, options?: T.CallOptions): Promise<T.Binding> {
    return this.#call('confirm_binding', which, options);
  }

  /** Decline the binding; either side may. */
  declineBinding(which: T.DeclineBinding, options?: T.CallOptions): Promise<void> {
    return this.#end('decline_binding', which, options);
  }

  /** Wait until the binding leaves a state. Errors: `binding_declined`, `binding_expired`. */
  waitForBinding(which: T.WaitForBinding, options?: T.CallOptions): Promise<T.Binding> {
    return this.#call('wait_for_binding', which, options);
  }

  /** Take an identity off the account. Errors: `last_identity`, `reauth_required`. */
  unbind(which: T.Unbind, options?: T.CallOptions): Promise<void> {
    return this.#end('unbind', which, options);
  }

  /** Merge two accounts that both have data, where `redeemBindCode` ended in `identity_in_use`. */
  mergeAccounts(what: T.MergeAccounts, options?: T.CallOptions): Promise<T.Binding> {
    return this.#call('merge_accounts', what, options);
  }

  /** Local state goes even when the server cannot be reached; with `others` this session stays. */
  signOut(how: T.SignOut = {}, options?: T.CallOptions): Promise<void> {
    return this.#end('sign_out', how, options);
  }

  /** Gives up all operations; what is stored stays. The client cannot be used afterwards. */
  close(): void {
    closing?.unregister(this);
    this.engines.close();
  }

  async #call<Outcome>(operation: string, args: object, options?: T.CallOptions, file?: Blob): Promise<Outcome> {
    return fromCore(await this.engines.run(operation, args, options ?? {}, { file })) as Outcome;
  }

  async #end(operation: string, args: object, options?: T.CallOptions): Promise<void> {
    await this.engines.run(operation, args, options ?? {});
  }
}
