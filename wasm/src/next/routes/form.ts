// What somebody has sent with a form. A field that is empty counts as one that is not there.
import type { SignUp } from 'hufu';

/** The text of a field, or undefined. */
export interface Form {
  (field: string): string | undefined;
  /** What stands in fields `data.NAME`, by NAME: what an application wants kept of the person. */
  readonly data: Record<string, string> | undefined;
}

/** Null where the request brings none. */
export async function readForm(request: Request): Promise<Form | null> {
  try {
    const form = await request.formData();
    const data: [string, string][] = [];
    for (const [name, value] of form) {
      if (name.startsWith('data.') && typeof value === 'string') data.push([name.slice('data.'.length), value]);
    }
    const read = (field: string): string | undefined => {
      const value = form.get(field);
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    return Object.assign(read, { data: data.length > 0 ? Object.fromEntries(data) : undefined });
  } catch {
    return null;
  }
}

/** Where the person can be reached. */
export const addressOf = (form: Form): Pick<SignUp, 'email' | 'phone'> => ({ email: form('email'), phone: form('phone') });

/** What a captcha gave: in the field of our name, or in that which Turnstile or hCaptcha adds to a form by itself. */
export const captchaOf = (form: Form): string | undefined =>
  form('captcha_token') ?? form('cf-turnstile-response') ?? form('h-captcha-response');
