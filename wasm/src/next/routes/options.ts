// Where the routes send people.
import type { NextOptions } from '../options.js';

/** For {@link authRoutes} and {@link exchangeCode}. */
export interface RouteOptions extends NextOptions {
  /**
   * The page to sign in at; `/sign-in` by default. What the routes tell it, and the pages below, by its address, `toldBy`
   * reads: what went wrong, what is pending, and the `next` to go on to.
   */
  signInPath?: string;
  /** The page that asks for the mail to who has forgotten the password; `/forgot` by default. */
  forgotPath?: string;
  /** The page that asks for another password, where that mail leads to; `/reset` by default. */
  resetPath?: string;
  /** The page where people change e-mail, phone and password; `/account` by default. */
  accountPath?: string;
  /** Where to go afterwards, if no `next` says; `/` by default. */
  afterSignIn?: string;
  /** Where to go after signing out, if no `next` says; `/` by default. */
  afterSignOut?: string;
}

/** The pages of an application that the routes lead to. */
export type Page = 'signIn' | 'forgot' | 'reset' | 'account' | 'afterSignIn' | 'afterSignOut';

export const pathsOf = (options: RouteOptions): Readonly<Record<Page, string>> => ({
  signIn: options.signInPath ?? '/sign-in',
  forgot: options.forgotPath ?? '/forgot',
  reset: options.resetPath ?? '/reset',
  account: options.accountPath ?? '/account',
  afterSignIn: options.afterSignIn ?? '/',
  afterSignOut: options.afterSignOut ?? '/',
});
