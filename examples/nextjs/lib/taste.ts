// Language and theme: what the person chose, or else what their browser asks for; and on what screen they look.
import 'server-only';
import { screenKind, type ScreenKind } from 'hufu/next';
import { languageFor, zhCN } from 'hufu/zh-CN';
import { cookies, headers } from 'next/headers';
import { words, type Language, type Words } from './words';

export async function language(): Promise<Language> {
  const chosen = (await cookies()).get('language')?.value;
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return languageFor((await headers()).get('accept-language'), [zhCN]) ? 'zh' : 'en';
}

export async function spoken(): Promise<Words> {
  return words[await language()];
}

/** Undefined: as the system has it. */
export async function theme(): Promise<'light' | 'dark' | undefined> {
  const chosen = (await cookies()).get('theme')?.value;
  return chosen === 'light' || chosen === 'dark' ? chosen : undefined;
}

/** A desk, a phone, WeChat's own browser, or the web-view of a mini-program. */
export async function screen(): Promise<ScreenKind> {
  return screenKind((await headers()).get('user-agent') ?? '');
}
