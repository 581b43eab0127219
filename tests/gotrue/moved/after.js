// The same application on hufu/next, step by step what it was before.
import { createServerClient } from '../../../wasm/test/support/next.js';
import { anonKey } from '../support/supabase.js';

/** The application on one browser's cookies. */
export function after(url, jar) {
  const hufu = { baseUrl: url, backend: 'gotrue', appKey: anonKey };
  const asking = async (ask, said) => {
    const client = createServerClient(jar.methods, hufu);
    try {
      return said(await ask(client));
    } catch (error) {
      return error.code === 'signed_out' ? 'nobody' : { refused: error.serverMessage };
    } finally {
      client.close();
    }
  };
  const state = ({ state }) => (state === 'signed_in' ? 'in' : 'to be confirmed');
  return {
    signUp: ({ email, password, name }) => asking((client) => client.signUp({ email, password, data: { full_name: name } }), state),
    confirm: ({ tokenHash, type }) => asking((client) => client.verifyOtp({ tokenHash, type }), state),
    signIn: (credentials) => asking((client) => client.signInWithPassword(credentials), state),
    sendCode: (email) => asking((client) => client.sendOtp({ email, createUser: false }), () => 'sent'),
    signInByCode: ({ email: to, code }) => asking((client) => client.verifyOtp({ email: to, code, type: 'email' }), state),
    forgot: (email, redirectTo) => asking((client) => client.recoverPassword({ email, redirectTo }), () => 'sent'),
    comeBack: (code) => asking((client) => client.exchangeCodeForSession({ code }), state),
    setPassword: (password) => asking((client) => client.updateAccount({ password }), ({ email }) => email),
    changeEmail: (email) => asking((client) => client.updateAccount({ email }), ({ email, newEmail }) => [email, newEmail]),
    who: () =>
      asking((client) => client.fetchAccount(), ({ email, userMetadata, identities }) => [email, userMetadata.full_name, identities.length]),
    enroll: () => asking((client) => client.enrollFactor({ friendlyName: 'phone' }), ({ id, secret }) => ({ id, secret })),
    secondFactor: ({ factorId, code }) => asking((client) => client.verifyFactor({ factorId, code }), () => 'verified'),
    assurance: () => asking((client) => client.session(), ({ unverified: { assurance, assuranceToReach } }) => [assurance, assuranceToReach]),
    signOut: () => asking((client) => client.signOut(), () => 'out'),
  };
}
