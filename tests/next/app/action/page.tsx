// A server action: signs in with the client itself, and sends the browser on.
import { createServerClient } from 'hufu/next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { hufu } from '../../lib/hufu';

async function signIn(form: FormData) {
  'use server';
  const domain = form.get('domain');
  const client = createServerClient(cookies, domain ? { ...hufu, cookieAttributes: { domain: String(domain) } } : hufu);
  await client.signInWithPassword({ email: String(form.get('email')), password: String(form.get('password')) });
  redirect('/');
}

export default function Page() {
  return (
    <form action={signIn}>
      <input name="email" />
      <input name="password" />
      <input name="domain" />
      <button>in</button>
    </form>
  );
}
