// How pages look: pictures of each, light and dark, at three widths, in build/pictures/; and what axe-core says of them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const axe = () => readFileSync(here('../../../wasm/node_modules/axe-core/axe.min.js'), 'utf8');
const widths = { 320: 640, 390: 844, 1280: 800 };

/** For `test(name, { skip })`: why nobody looks, or false. */
export const nobodyLooks = !process.env.HUFU_TEST_FULL ? 'in --full' : !existsSync(executablePath) && 'there is no Chromium';

/** Chromium, ended with the test. `folder` is the pictures' own, below build/pictures/. */
export async function openEyes(t, folder) {
  const { chromium } = await import('../../../wasm/node_modules/playwright-core/index.mjs');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const pictures = here(`../../../build/pictures/${folder}/`);
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  return new Eyes(browser, pictures);
}

class Eyes {
  /** What pages have thrown or written as an error, what axe-core has found, and what is wider than the screen. */
  faults = [];

  constructor(browser, pictures) {
    this.browser = browser;
    this.pictures = pictures;
  }

  async open(options) {
    const context = await this.browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', ({ message }) => this.faults.push(message));
    // Chromium writes there, too, that a server has refused something.
    const isFault = (said) => said.type() === 'error' && !said.text().startsWith('Failed to load resource');
    page.on('console', (said) => isFault(said) && this.faults.push(said.text()));
    return page;
  }

  /** Takes one picture, of the page as it is. */
  glance(page, name) {
    return page.screenshot({ path: `${this.pictures}${name}.png`, animations: 'disabled', fullPage: true });
  }

  /** Takes the pictures of `name`. Leaves the page as it was. */
  async look(page, name) {
    const before = page.viewportSize();
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const [width, height] of Object.entries(widths)) {
        const what = `${name}-${width}-${colorScheme}`;
        await page.setViewportSize({ width: Number(width), height });
        await page.evaluate(() => document.fonts.ready);
        // As high as the page is: `fullPage` would take the touch screen away while it draws.
        const whole = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: Number(width), height: Math.max(height, whole) });
        await page.screenshot({ path: `${this.pictures}${what}.png`, animations: 'disabled' });
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (excess > 0) this.faults.push(`${what}: wider than the screen by ${excess} px`);
        this.faults.push(...(await violations(page)).map((found) => `${what}: ${found}`));
      }
    }
    await page.emulateMedia({ colorScheme: null });
    if (before) await page.setViewportSize(before);
  }

  /** The same of a drawn phone, whose width is one and whose markup is no page's: its contrasts count. */
  async lookAtPhone(page, screen, name) {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      writeFileSync(`${this.pictures}${name}-${colorScheme}.png`, await screen.picture());
      this.faults.push(...(await violations(page, ['color-contrast'])).map((found) => `${name}-${colorScheme}: ${found}`));
    }
  }
}

/** What axe-core finds, by these rules or with all its best practices, a line each. */
async function violations(page, rules) {
  // In a world of its own: a page's policy does not forbid it.
  await page.evaluate(`${axe()}; 0`);
  const found = await page.evaluate((options) => globalThis.axe.run(document, options), {
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ''}`));
}

/** Presses Tab until this has the focus; then one can see that it has. */
export async function tabTo(page, selector) {
  for (let i = 0; i < 60; ++i) {
    const at = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      return focused?.matches(wanted) ? getComputedStyle(focused).outlineStyle : null;
    }, selector);
    if (at) return assert.notEqual(at, 'none', `one does not see that ${selector} has the focus`);
    await page.keyboard.press('Tab');
  }
  assert.fail(`${selector} cannot be reached by the keyboard`);
}
