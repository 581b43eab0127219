// All rows, in the order of the page.
import account from './account.js';
import admin from './admin.js';
import adminLinks from './admin_links.js';
import captcha from './captcha.js';
import codes from './codes.js';
import factors from './factors.js';
import identities from './identities.js';
import phones from './phones.js';
import recovery from './recovery.js';
import sessions from './sessions.js';
import signIn from './sign_in.js';
import signUp from './sign_up.js';

export const calls = [
  ...signUp, ...signIn, ...codes, ...phones, ...recovery, ...sessions, ...account, ...identities, ...factors, ...captcha, ...admin, ...adminLinks,
];
