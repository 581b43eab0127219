// All rows, in the order of the page.
import account from './account.js';
import factors from './factors.js';
import identities from './identities.js';
import sessions from './sessions.js';
import signIn from './sign_in.js';
import signUp from './sign_up.js';

export const calls = [
  ...signUp, ...signIn, ...sessions, ...account, ...identities, ...factors,
];
