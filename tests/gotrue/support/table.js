// The table of calls: what is asked, how, and what has to come of it.
import { readFileSync, writeFileSync } from 'node:fs';

import { eras } from './supabase.js';

/** A call that does what it is for; `how` throws where it does not. `more.switches` are set before, `more.later`: the older package has no such call. */
export const works = (call, how, more = {}) => ({ call, outcome: 'works', how, ...more });

/** A call that is refused as the real server refuses it: `outcome` is its status and code, `how` gives the whole answer. */
export const refused = (outcome, call, how, more = {}) => ({ call, outcome, how, ...more });

const pages = [
  { file: 'docs/reference/gotrue-calls.md', call: 'call', works: 'works' },
  { file: 'docs/zh-CN/reference/gotrue-calls.md', call: '调用', works: '可用' },
].map((page) => ({ ...page, url: new URL(`../../../${page.file}`, import.meta.url) }));

const names = { today: { en: 'today', zh: '当前版本' }, 'November 2025': { en: 'November 2025', zh: '2025 年 11 月' } };

function rendered(page, rows) {
  const language = page.file.includes('zh-CN') ? 'zh' : 'en';
  const said = (row, era) => {
    if (row.later && era !== eras[0]) return '–';
    return row.outcome === 'works' ? page.works : `\`${row.outcome}\``;
  };
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line([page.call, ...eras.map((era) => names[era.name][language])]),
    `|---|${'---|'.repeat(eras.length)}`,
    ...rows.map((row) => line([`\`${row.call}\``, ...eras.map((era) => said(row, era))])),
  ].join('\n');
}

/** Pages that do not name each of these versions. */
export const pagesWithout = (versions) =>
  pages.filter(({ url }) => !versions.every((version) => readFileSync(url, 'utf8').includes(version))).map(({ file }) => file);

/** Pages whose table, between two marks, is not that of `rows`. With HUFU_WRITE_TABLES they become so. */
export function pagesThatDiffer(name, rows) {
  return pages.flatMap((page) => {
    const text = readFileSync(page.url, 'utf8');
    const between = new RegExp(`(<!-- calls: begin ${name} -->\n)[^]*?(<!-- calls: end ${name} -->)`);
    const wanted = text.replace(between, (_, begin, end) => `${begin}\n${rendered(page, rows)}\n\n${end}`);
    if (process.env.HUFU_WRITE_TABLES) writeFileSync(page.url, wanted);
    else if (wanted !== text || !between.test(text)) return [page.file];
    return [];
  });
}
