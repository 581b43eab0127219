// Captchas, where the server wants them.
import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

// hCaptcha's token for tests.
const captchaToken = '10000000-aaaa-bbbb-cccc-000000000001';
const { email } = ada;
const on = { switches: { captcha: true } };

const calls = [
  ['signUp({ email, password })', (auth, options) => auth.signUp({ ...ada, options })],
  ['signInWithPassword({ email, password })', (auth, options) => auth.signInWithPassword({ ...ada, options })],
  ['signInWithOtp({ email })', (auth, options) => auth.signInWithOtp({ email, options })],
  ['resetPasswordForEmail(email)', (auth, options) => auth.resetPasswordForEmail(email, options)],
  ['signInAnonymously()', (auth, options) => auth.signInAnonymously({ options })],
];

export default [
  ...calls.map(([call, ask]) => refused('400 captcha_failed', `${call} // captcha on, without a token`, ({ auth }) => ask(auth), on)),
  works('signUp({ email, password, options: { captchaToken } }) // captcha on', async ({ auth }) => {
    good(await auth.signUp({ ...ada, options: { captchaToken } }));
  }, on),
];
