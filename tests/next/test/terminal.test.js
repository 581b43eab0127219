// What programs say on a terminal, as pictures in build/pictures/terminal/: the demo, and `hufu` without arguments; in both languages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { nobodyLooks, openEyes } from '../support/looks.js';

const built = (path) => fileURLToPath(new URL(`../../../build/native/${path}`, import.meta.url));
const server = process.env.HUFU_MOCK_SERVER ?? built('mock-server/hufu-mock-server');
const programs = {
  demo: [built('examples/demo/hufu-demo'), '--server', server],
  'demo-fails': [built('examples/demo/hufu-demo'), '--server', server, '--break', 'POST /api/auth/refresh'],
  hufu: [built('bindings/cli/hufu')],
};

/** What it says where its output is a terminal. */
function onATerminal(command, language) {
  const run = `import pty, sys; sys.exit(0 if pty.spawn(sys.argv[1:]) is not None else 1)`;
  const env = { ...process.env, LC_ALL: language, TERM: 'xterm-256color' };
  for (const name of ['NO_COLOR', 'LANGUAGE']) delete env[name];
  return execFileSync('python3', ['-c', run, ...command], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replaceAll('\r', '');
}

const escaped = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** As much of SGR as we use; nothing else may be there. */
function drawn(said) {
  let open = 0;
  const html = said.split(/(\x1b\[[\d;]*m)/).map((part) => {
    const [, codes] = /^\x1b\[([\d;]*)m$/.exec(part) ?? [];
    if (codes === undefined) return escaped(part);
    const isEnd = codes === '' || codes === '0';
    const closed = isEnd ? '</span>'.repeat(open) : '';
    open = isEnd ? 0 : open + 1;
    return isEnd ? closed : `<span class="${codes.split(';').map((code) => `c${code}`).join(' ')}">`;
  });
  assert.doesNotMatch(html.join(''), /\x1b/, 'nothing but colours');
  return html.join('');
}

const style = `
  body { margin: 0; background: light-dark(#fff, #16161a); color: light-dark(#1c1c1c, #ddd); color-scheme: light dark }
  pre { margin: 0; padding: 20px 24px; font: 14px/1.45 ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace }
  .c1 { font-weight: 700 } .c2 { opacity: .65 } .c4 { text-decoration: underline }
  .c31 { color: light-dark(#b3261e, #ff7b72) } .c32 { color: light-dark(#116329, #7ee787) } .c33 { color: light-dark(#7d5700, #e3b341) }
  .c34 { color: light-dark(#0b4fb3, #79b8ff) } .c35 { color: light-dark(#7b2fb5, #d2a8ff) } .c36 { color: light-dark(#0b6b75, #76e3ea) }
`;

test('programs on a terminal', { skip: nobodyLooks }, async (t) => {
  const eyes = await openEyes(t, 'terminal');
  for (const [name, command] of Object.entries(programs)) {
    for (const [language, tag] of [['C.UTF-8', 'en'], ['zh_CN.UTF-8', 'zh']]) {
      const said = onATerminal(command, language);
      assert.equal(/[\u4e00-\u9fff]{4}/.test(said), tag === 'zh', `${name} speaks ${tag}: ${said}`);
      const page = await eyes.open({ viewport: { width: 900, height: 300 }, deviceScaleFactor: 2 });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.setContent(`<!doctype html><style>${style}</style><pre>${drawn(said)}</pre>`);
        await page.screenshot({ path: `${eyes.pictures}${name}-${tag}-${colorScheme}.png`, fullPage: true });
      }
    }
  }
});
