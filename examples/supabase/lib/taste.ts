// Language and theme: what the person chose, or else what their browser asks for.
import { languageFor, zhCN } from 'hufu/zh-CN';
import { cookies, headers } from 'next/headers';
import { words } from './words';

/** The language in which Hufu speaks; undefined is English. */
export async function language(): Promise<typeof zhCN | undefined> {
  const chosen = (await cookies()).get('language')?.value;
  return languageFor(chosen ?? (await headers()).get('accept-language'), [zhCN]);
}

/** What the pages say, in that language. */
export const spoken = async () => words[(await language()) ? 'zh' : 'en'];

/** Undefined: as the system has it. */
export async function theme(): Promise<'light' | 'dark' | undefined> {
  const chosen = (await cookies()).get('theme')?.value;
  return chosen === 'light' || chosen === 'dark' ? chosen : undefined;
}
