// What the pages say, in the visitor's language.
import type { HufuError } from 'hufu';
import { en, type Words } from './words/en';
import { zh } from './words/zh';

export type { Words };

/** What the person is told of an error. */
export const told = (error: HufuError, say: Words): string =>
  say.errors[error.code] ?? (say.hufu ? error.messageIn(say.hufu) : error.message);

export type Language = 'en' | 'zh';
export const words: Record<Language, Words> = { en, zh };
