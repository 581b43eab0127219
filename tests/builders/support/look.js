// A page, looked at in Chromium: what it says in the end, and what went wrong on the way.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const program = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';

/** For `test(name, { skip })`: why nothing can be looked at, or false. */
export const noBrowser = !existsSync(program) && 'there is no Chromium';

/** Opens the page and waits until its `<output>` says something. */
export async function look(t, url) {
  const { chromium } = await import('../../../wasm/node_modules/playwright-core/index.mjs');
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && !/favicon/.test(line.location().url) && faults.push(line.text()));
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector('output')?.textContent);
  return { says: await page.textContent('output'), faults };
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Serves a folder; gives the address. Files that end with `without` are not there, and `otherwise` is sent for what is not. */
export async function serveFolder(t, folder, { without, otherwise } = {}) {
  const server = createServer(({ url }, answer) => {
    const name = url === '/' ? 'index.html' : url.split('?')[0];
    const isThere = existsSync(join(folder, name)) && !(without && name.endsWith(without));
    const sent = isThere ? name : otherwise;
    if (!sent) return answer.writeHead(404).end();
    answer.writeHead(200, { 'Content-Type': types[extname(sent)] ?? 'application/octet-stream' }).end(readFileSync(join(folder, sent)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
