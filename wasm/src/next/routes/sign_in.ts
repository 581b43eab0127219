// Signing in by a provider or a password, registering, signing out.
import type { Answer } from './answer.js';
import { typedIn } from './answer.js';
import { addressOf, captchaOf, type Form } from './form.js';

/** `provider`, or `email` or `phone` with `password`. */
export function signIn(answer: Answer, form: Form): Promise<Response> {
  return answer.run(answer.from(form, 'signIn'), form, async (client) => {
    const provider = form('provider');
    if (provider !== undefined) {
      const away = await client.oauthUrl({ provider, redirectTo: answer.beside('callback') });
      answer.detours.begin(new URL(away).searchParams.get('code_challenge') ?? '', answer.next);
      return away;
    }
    await client.signInWithPassword({ ...addressOf(form), password: form('password') ?? '', captchaToken: captchaOf(form) });
    return answer.onwards();
  });
}

/** `email` or `phone` with `password`; what stands in `data.NAME` is kept as the person's `NAME`. */
export function signUp(answer: Answer, form: Form): Promise<Response> {
  const from = answer.from(form, 'signIn');
  return answer.run(from, form, async (client) => {
    const address = addressOf(form);
    const redirectTo = address.email && answer.beside('callback');
    const how = { ...address, password: form('password') ?? '', data: form.data, redirectTo, captchaToken: captchaOf(form) };
    const { state } = await client.signUp(how);
    if (state === 'signed_in') return answer.onwards();
    answer.detours.beginMail(answer.next);
    return answer.tell(from, { notice: address.email ? 'confirm_email' : 'code_sent', ...typedIn(form) });
  });
}

/** Perhaps with `scope`. */
export function signOut(answer: Answer, form: Form): Promise<Response> {
  return answer.run(answer.page('afterSignOut'), form, async (client) => {
    const scope = form('scope');
    await client.signOut(scope === 'global' || scope === 'others' ? { scope } : {});
    return answer.next || answer.page('afterSignOut');
  });
}
