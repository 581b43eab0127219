'use server';
// The two switches of the header.
import { cookies } from 'next/headers';
import { language, theme } from '@/lib/taste';

const kept = { path: '/', maxAge: 31_536_000, sameSite: 'lax' } as const;

export async function switchLanguage() {
  const isChinese = await language();
  (await cookies()).set('language', isChinese ? 'en' : 'zh', kept);
}

export async function switchTheme(form: FormData) {
  const now = (await theme()) ?? (form.get('seen') === 'dark' ? 'dark' : 'light');
  (await cookies()).set('theme', now === 'dark' ? 'light' : 'dark', kept);
}
