// The calls of an application as it was: @supabase/ssr, a client for each request. Says what each step comes to.
import { serverClient } from '../support/supabase.js';

/** The application on one browser's cookies. */
export function before(url, jar) {
  const auth = () => serverClient(url, jar.methods).auth;
  const refusedOr = ({ data, error }, said) => {
    if (error?.name === 'AuthSessionMissingError') return 'nobody';
    return error ? { refused: error.message } : said(data);
  };
  const state = ({ session }) => (session ? 'in' : 'to be confirmed');
  return {
    signUp: async ({ email, password, name }) =>
      refusedOr(await auth().signUp({ email, password, options: { data: { full_name: name } } }), state),
    confirm: async ({ tokenHash, type }) =>
      refusedOr(await auth().verifyOtp({ token_hash: tokenHash, type }), state),
    signIn: async (credentials) => refusedOr(await auth().signInWithPassword(credentials), state),
    sendCode: async (email) => refusedOr(await auth().signInWithOtp({ email, options: { shouldCreateUser: false } }), () => 'sent'),
    signInByCode: async ({ email: to, code }) => refusedOr(await auth().verifyOtp({ email: to, token: code, type: 'email' }), state),
    forgot: async (email, redirectTo) => refusedOr(await auth().resetPasswordForEmail(email, { redirectTo }), () => 'sent'),
    comeBack: async (code) => refusedOr(await auth().exchangeCodeForSession(code), state),
    setPassword: async (password) => refusedOr(await auth().updateUser({ password }), ({ user }) => user.email),
    changeEmail: async (to) => refusedOr(await auth().updateUser({ email: to }), ({ user }) => [user.email, user.new_email]),
    who: async () => refusedOr(await auth().getUser(), ({ user }) => [user.email, user.user_metadata.full_name, user.identities.length]),
    enroll: async () => refusedOr(await auth().mfa.enroll({ factorType: 'totp', friendlyName: 'phone' }), ({ id, totp }) => ({ id, secret: totp.secret })),
    secondFactor: async ({ factorId, code }) => {
      const { mfa } = auth();
      return refusedOr(await mfa.challengeAndVerify({ factorId, code }), () => 'verified');
    },
    assurance: async () =>
      refusedOr(await auth().mfa.getAuthenticatorAssuranceLevel(), ({ currentLevel, nextLevel }) => [currentLevel, nextLevel]),
    signOut: async () => refusedOr(await auth().signOut({ scope: 'local' }), () => 'out'),
  };
}
