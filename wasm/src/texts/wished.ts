// Which language somebody wishes. The same as the core's `language_of`: tests/vectors/texts/languages.json.
import type { Language } from './language.js';

/** Whether a tag (`zh-Hans-CN`) or a locale (`zh_CN.UTF-8`) means this language. All Chinese that is not traditional is one. */
function means(tag: string, language: string): boolean {
  const [first, ...rest] = tag.toLowerCase().split(/[.@]/)[0]!.split(/[-_]/);
  if (first !== language.split('-')[0]) return false;
  const isTraditional = rest.some((part) => /^(hant|tw|hk|mo)$/.test(part));
  return first !== 'zh' || rest.indexOf('hans') >= 0 || !isTraditional;
}

const weightOf = (parameter: string | undefined): number => {
  const [, weight] = /^\s*q=(0[.\d]*)/i.exec(parameter ?? '') ?? [];
  return weight === undefined ? 1 : parseFloat(weight);
};

/**
 * The language of `languages` for somebody who wishes `wish`: an `Accept-Language` header, `navigator.languages`, the
 * `language` of WeChat, a locale. Undefined, which is English, where they would rather have that, or none fits.
 */
export function languageFor<Known extends Pick<Language, 'tag'> = Language>(
  wish: string | readonly string[] | null | undefined,
  languages: readonly Known[],
): Known | undefined {
  let best: Known | undefined;
  let bestWeight = 0;
  for (const each of (typeof wish === 'string' ? wish : (wish ?? []).join()).split(/[,:]/)) {
    const [tag = '', parameter] = each.split(';');
    const isEnglish = means(tag.trim(), 'en');
    const found = languages.filter((language) => means(tag.trim(), language.tag))[0];
    if ((!isEnglish && !found) || weightOf(parameter) <= bestWeight) continue;
    best = isEnglish ? undefined : found;
    bestWeight = weightOf(parameter);
  }
  return best;
}
