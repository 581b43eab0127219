// What people change of their account: a password that they have forgotten, and all else.
import type { Account, UpdateAccount } from 'hufu';

import type { Answer } from './answer.js';
import { typedIn } from './answer.js';
import { addressOf, captchaOf, type Form } from './form.js';
import type { Notice } from '../told.js';

/** A mail to `email`, by which another password can be set. Whether anybody has that address, nobody is told. */
export function forgot(answer: Answer, form: Form): Promise<Response> {
  const from = answer.from(form, 'forgot');
  return answer.run(from, form, async (client) => {
    const email = form('email') ?? '';
    await client.recoverPassword({ email, redirectTo: answer.beside('callback'), captchaToken: captchaOf(form) });
    answer.detours.beginMail(answer.next);
    return answer.tell(from, { notice: 'recovery_sent', ...typedIn(form) });
  });
}

/** Another `password`, of who is signed in: by that mail, for example. */
export function reset(answer: Answer, form: Form): Promise<Response> {
  return answer.run(answer.from(form, 'reset'), form, async (client) => {
    await client.updateAccount({ ...secretsOf(form), password: form('password') ?? '' });
    return answer.tell(answer.onwards(), { notice: 'password_changed', next: '' });
  });
}

/** Another `email`, `phone` or `password` (perhaps with `current_password`, `nonce`), and what stands in `data.NAME`. */
export function update(answer: Answer, form: Form): Promise<Response> {
  const from = answer.from(form, 'account');
  return answer.run(from, form, async (client) => {
    const asked = { ...addressOf(form), ...secretsOf(form), data: form.data };
    const account = await client.updateAccount({ ...asked, redirectTo: asked.email && answer.beside('callback') });
    const notice = noticeOf(account, asked);
    if (notice === 'email_change_pending') answer.detours.beginMail(answer.next);
    if (notice !== 'account_updated') return answer.tell(from, { notice, ...typedIn(form) });
    return answer.tell(answer.next || from, { notice, next: '' });
  });
}

const secretsOf = (form: Form): UpdateAccount => ({
  password: form('password'),
  currentPassword: form('current_password'),
  nonce: form('nonce'),
});

function noticeOf({ newEmail, newPhone }: Account, { email, phone, password }: UpdateAccount): Notice {
  if (email !== undefined && newEmail !== '') return 'email_change_pending';
  if (phone !== undefined && newPhone !== '') return 'phone_change_pending';
  return password === undefined ? 'account_updated' : 'password_changed';
}
