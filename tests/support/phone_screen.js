// Shows a mini-program that `openApp` has opened on a page of Chromium: its WXML and WXSS, drawn as a phone would. Clicks and typing
// there reach the mini-program's own handlers. It is no WeChat: only what examples/miniprogram uses is drawn.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const tags = { view: 'div', text: 'span', image: 'img', button: 'button', input: 'input', form: 'div', block: 'div' };
const escaped = (text) => String(text ?? '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** How WeChat draws its components (style v2), as far as the example leans on it. */
const weChat = `
  * { box-sizing: border-box; margin: 0 }
  html, body { height: 100% }
  body { font: 15px/1.5 'PingFang SC', system-ui, 'Noto Sans CJK SC', sans-serif; display: flex; flex-direction: column }
  .bar { flex: none; height: 88px; padding: 44px 16px 0; display: flex; align-items: center; justify-content: center; font-weight: 600; font-size: 17px; position: relative }
  .bar::before { content: '9:41'; position: absolute; left: 28px; top: 12px; font-size: 15px }
  .bar button { position: absolute; left: 12px; bottom: 5px; background: none; color: inherit; font-size: 26px; line-height: 1; padding: 0 8px }
  .bar::after { content: '•••  ◉'; position: absolute; right: 12px; bottom: 7px; padding: 2px 12px; border: 1px solid #0002; border-radius: 99px; font-size: 13px }
  .screen { flex: 1; overflow: hidden }
  .screen > .page { min-height: 100% }
  .block { display: contents }
  button { display: block; border: 0; padding: 0 14px; font: 500 18px/1.5 inherit; font-family: inherit; text-align: center }
  button.mini { display: inline-block; font-size: 13px; line-height: 2.3; padding: 0 12px }
  button[disabled] { background: #0000000d !important; color: #0003 !important }
  @media (prefers-color-scheme: dark) { button[disabled] { background: #ffffff14 !important; color: #fff4 !important } }
  input { border: 0; background: none; font: inherit; color: inherit; min-width: 0 }
`;

/** WXSS in the units of a phone that is 375 px wide. */
function styles(root, path) {
  const files = [join(root, 'app.wxss'), join(root, `${path}.wxss`)].filter(existsSync);
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return text.replace(/(\d+)rpx/g, (_, length) => `${length / 2}px`).replace(/(^|\s)page( *\{)/g, '$1body$2').replaceAll('100vh', '100%');
}

function source(root, path) {
  if (!path.startsWith('/')) return path;
  return `data:image/svg+xml;base64,${readFileSync(join(root, path)).toString('base64')}`;
}

function drawn(element, root) {
  if (typeof element === 'string') return escaped(element);
  const { tag, attributes, children } = element;
  const written = { style: attributes.style, 'aria-label': attributes['aria-label'], class: `${tag === 'block' ? 'block ' : ''}${attributes.size ?? ''} ${attributes.class ?? ''}`.trim() };
  if (tag === 'image') written.src = source(root, attributes.src);
  if (tag === 'input') Object.assign(written, { value: attributes.value, placeholder: attributes.placeholder, maxlength: attributes.maxlength });
  if (attributes.disabled) written.disabled = '';
  for (const kind of ['tap', 'input']) if (attributes[`bind:${kind}`]) written[`data-${kind}`] = attributes[`bind:${kind}`];
  const pairs = Object.entries(written).filter(([, value]) => value !== undefined).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const inside = ['image', 'input'].includes(tag) ? '' : `${children.map((child) => drawn(child, root)).join('')}</${tags[tag]}>`;
  return `<${tags[tag]}${pairs.join('')}>${inside}`;
}

/** Runs in the page: what a person does there is told to the mini-program. */
function listen() {
  document.addEventListener('click', ({ target }) => {
    const handler = target.closest('[data-tap]')?.dataset.tap;
    if (handler) window.happened(handler, {});
    else if (target.closest('.bar button')) window.wentBack();
  });
  document.addEventListener('input', ({ target }) => window.happened(target.dataset.input, { value: target.value }));
}

/** The phone of `app` on a `page` of Chromium that is 375 px wide. */
export async function phoneScreen(app, page) {
  await page.exposeFunction('happened', (handler, detail) => app.run(app.page[handler], { detail }));
  await page.exposeFunction('wentBack', () => app.wx.navigateBack());
  await page.addInitScript(listen);
  await page.goto('about:blank');

  const draw = async () => {
    const { root, settings, page: shown } = app;
    const [whole] = app.look();
    const back = app.pages.length > 1 ? '<button aria-label="back">‹</button>' : '';
    const bar = `<div class="bar">${back}${escaped(settings.window.navigationBarTitleText)}</div>`;
    await page.evaluate((html) => (document.documentElement.innerHTML = html), `
      <head><style>${weChat}${styles(root, shown.path)}</style></head>
      <body>${bar}<div class="screen">${whole.children.map((child) => drawn(child, root)).join('')}</div></body>`);
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  };
  return {
    /** Waits until one can read this on the phone; gives all texts. */
    async sees(text) {
      const read = await app.sees(text);
      await draw();
      return read;
    },
    tap: (text) => page.getByRole('button', { name: text, exact: true }).click(),
    type: (value) => page.locator('input').fill(value),
    back: () => page.getByRole('button', { name: 'back', exact: true }).click(),
    async picture({ down = false } = {}) {
      await draw();
      if (down) await page.evaluate(() => (document.querySelector('.screen').scrollTop = document.body.scrollHeight));
      return page.screenshot();
    },
  };
}
