'use server';
// What forms do.
import { safeNext } from 'hufu/next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { clerkCookie, startClerkSession } from '@/lib/clerk';
import { clientOfRequest } from '@/lib/person';
import { language, theme } from '@/lib/taste';

const kept = { path: '/', maxAge: 31_536_000, sameSite: 'lax' } as const;

export async function signInByEmail(form: FormData) {
  const sessionId = await startClerkSession(String(form.get('name')), String(form.get('email')));
  (await cookies()).set(clerkCookie, sessionId, { path: '/', httpOnly: true, sameSite: 'lax' });
  // The backend knows somebody of Clerk from their first request on.
  await (await clientOfRequest()).client.fetchProfile();
  redirect(safeNext(form.get('next'), '/account'));
}

export async function signOut() {
  const { client, owner } = await clientOfRequest();
  if (owner === 'clerk') (await cookies()).delete(clerkCookie);
  else await client.signOut();
  redirect('/');
}

export async function rename(form: FormData) {
  const { client } = await clientOfRequest();
  await client.updateProfile({ nickname: String(form.get('nickname')) });
  redirect('/account');
}

export async function switchLanguage() {
  const now = await language();
  (await cookies()).set('language', now === 'zh' ? 'en' : 'zh', kept);
}

export async function switchTheme(form: FormData) {
  const now = (await theme()) ?? (form.get('seen') === 'dark' ? 'dark' : 'light');
  (await cookies()).set('theme', now === 'dark' ? 'light' : 'dark', kept);
}
