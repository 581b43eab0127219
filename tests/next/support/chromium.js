// Debian's Chromium with somebody's cookies: where React takes a page over and the core runs in it.
import { existsSync } from 'node:fs';

const program = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';

/** Whether it is installed; --full installs it. */
export const hasChromium = existsSync(program);

/** A page of the site with the cookies of `browser`, and a way to open others, by what Playwright takes; closed after the test. */
export async function openChromium(t, site, browser) {
  const { chromium } = await import('../../../wasm/node_modules/playwright-core/index.mjs');
  const running = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => running.close());
  const context = await running.newContext();
  await context.addCookies([...browser.values].map(([name, value]) => ({ name, value, url: site.url })));
  const open = async (options) => (await running.newContext(options)).newPage();
  return { context, page: await context.newPage(), open };
}
