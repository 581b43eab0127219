// What the routes tell a page by its address, and how the page reads it.
import { HufuError, isErrorCode } from 'hufu';
import type { ErrorCode, Language } from 'hufu';

import { safeNext } from '../server/safe_next.js';
import { words } from './words.js';

/** What is pending or done, where nothing went wrong. */
export type Notice = keyof (typeof words)['en']['notices'];

/** What a page is told, in this order; what is empty is left out. */
export interface Telling {
  error?: ErrorCode;
  /** What the server said for people, in its own words. */
  reason?: string;
  notice?: Notice;
  email?: string;
  phone?: string;
  type?: string;
  next?: string;
}

/** What a page was told before is over. */
const passing = ['error', 'notice', 'reason'];
/** More letters nobody says or types there. */
const longest = 320;
const here = 'http://here.invalid';

/** The page with this in its address. */
export function pageTold(page: string, told: Telling): string {
  const url = new URL(page, here);
  for (const name of passing) url.searchParams.delete(name);
  for (const [name, text] of Object.entries(told)) {
    if (text) url.searchParams.set(name, name === 'next' ? text : oneLine(text));
  }
  return url.origin === here ? url.pathname + url.search + url.hash : url.href;
}

/** What a page was told. */
export interface Told {
  /** What went wrong, or null. */
  error: ErrorCode | null;
  /** What is pending or done, or null. */
  notice: Notice | null;
  /** A sentence that says so; empty where nothing was told. */
  message: string;
  /** What the server said of it, in its own words; empty where it said nothing. Anyone can write an address: show it as text. */
  reason: string;
  /** What was typed, to stand in the form again; empty where nothing was. */
  email: string;
  phone: string;
  type: string;
  /** The page of this site to go on to; empty where none is wanted. */
  next: string;
}

/** The parameters of an address: of `useSearchParams()`, or a page's `searchParams`. */
export type AddressParameters = URLSearchParams | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * What the routes told a page.
 *
 * @param language `zhCN` of `hufu/zh-CN`; English by default
 */
export function toldBy(address: AddressParameters, language?: Language): Told {
  const given = (name: keyof Telling): string =>
    (address instanceof URLSearchParams ? address.get(name) : [address[name]].flat()[0]) ?? '';
  const read = (name: keyof Telling): string => oneLine(given(name));
  const [error, notice] = [read('error'), read('notice')];
  const told: Told = {
    error: isErrorCode(error) ? error : null,
    notice: Object.hasOwn(words.en.notices, notice) ? (notice as Notice) : null,
    message: '',
    reason: read('reason'),
    email: read('email'),
    phone: read('phone'),
    type: read('type'),
    next: safeNext(given('next'), ''),
  };
  return { ...told, message: sentenceOf(told, language) };
}

function sentenceOf({ error, notice }: Told, language: Language | undefined): string {
  if (error) {
    const said = new HufuError(error, { action: 'tell_user' });
    return language ? said.messageIn(language) : said.message;
  }
  return notice ? (language?.tag === 'zh-CN' ? words['zh-CN'] : words.en).notices[notice] : '';
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim().slice(0, longest);
