// Pages of the documents, for tests that follow them.
import { readFileSync } from 'node:fs';

/** The text of a page, by its path from the top. */
export const textOf = (page) => readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');

/** The files of a page, by their names: each block says in its first line which one it is; of two of one name the first counts. */
export function filesOf(page) {
  const blocks = [...textOf(page).matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const named = blocks.map((code) => [/^(?:\/\/|#|<!--) ([\w./[\]-]+)/.exec(code)?.[1], code]).filter(([name]) => name);
  return Object.fromEntries(named.reverse());
}
