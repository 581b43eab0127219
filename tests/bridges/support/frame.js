// One frame of a moving picture, or of a sequence: a browser's window and a phone side by side, or one phone's browser and mini-program,
// and below them what happens.

const asImage = (png) => `data:image/png;base64,${png.toString('base64')}`;

/** How each kind of screen is framed. */
const framed = {
  desk: (address) => `<div class="address">${address}</div>`,
  phone: (address) => `<div class="bar">${new URL(address).host}</div>`,
  wechat: () => '<div class="bar title">符茶 Tally Tea</div>',
  webView: () => '<div class="bar title">符茶 Tally Tea</div>',
  miniProgram: () => '',
};
const half = ({ kind, address, picture, isBehind }) =>
  `<div class="${kind === 'desk' ? 'window' : 'phone'} ${isBehind ? 'behind' : ''}">${framed[kind](address)}<img src="${asImage(picture)}"></div>`;

const page = ({ lang, step, of, caption, halves }) => `<!doctype html>
<html lang="${lang}">
<style>
  * { box-sizing: border-box; margin: 0 }
  body { width: 1080px; height: 640px; padding: 22px 24px 0; background: #efe7da; font: 20px/1.4 system-ui, 'Noto Sans CJK SC', sans-serif; color: #1d1a16 }
  .both { display: flex; gap: 18px; justify-content: center }
  .window { width: 700px; height: 540px; background: #fff; border: 1px solid #cbbda6; border-radius: 12px; overflow: hidden }
  .address { height: 36px; padding: 7px 14px; background: #f6f1e8; border-bottom: 1px solid #e1d6c4; font-size: 14px; color: #6d6358 }
  .address::before { content: '● ● ●'; margin-right: 18px; color: #cbbda6; letter-spacing: 2px }
  .phone { width: 314px; height: 540px; border: 7px solid #1d1a16; border-radius: 34px; overflow: hidden; background: #f7f4ee }
  .behind { opacity: 0.3 }
  .bar { height: 40px; padding: 9px 30px 0; background: #f6f1e8; border-bottom: 1px solid #e1d6c4; font-size: 14px; color: #6d6358; text-align: center }
  .title { position: relative; height: 70px; padding-top: 37px; border: 0; color: #1d1a16; font-weight: 600 }
  .title::before { content: '‹'; position: absolute; left: 16px; top: 26px; font-size: 24px }
  .title::after { content: '•••  ◉'; position: absolute; right: 10px; top: 38px; padding: 1px 10px; border: 1px solid #0002; border-radius: 99px; font-size: 10px }
  .window img { display: block; width: 698px; height: 503px }
  .phone img { display: block; width: 300px }
  .caption { display: flex; align-items: center; gap: 16px; height: 76px; font-weight: 600 }
  .step { flex: none; font-weight: 500; font-size: 16px; color: #fff; background: #9a5717; border-radius: 99px; padding: 3px 13px }
</style>
<div class="both">${halves.map(half).join('')}</div>
<div class="caption"><span class="step">${of ? `${step}/${of}` : step}</span>${caption}</div>`;

const besideTitle = { width: 375, height: 570 };
/** Sizes, in the pixels of a page, that fit into the frame. */
export const sizes = {
  desk: { width: 820, height: 591 },
  phone: { width: 375, height: 608 },
  wechat: besideTitle,
  webView: besideTitle,
  miniProgram: { width: 375, height: 657 },
  stage: { width: 1080, height: 640 },
};

/** Draws a frame on `stage`, a page of Chromium; gives a PNG. `halves`: `kind` (as in `sizes`), `picture`, `address`, `isBehind`. */
export async function frame(stage, what) {
  await stage.setContent(page(what), { waitUntil: 'load' });
  await stage.evaluate(() => document.fonts.ready);
  return stage.screenshot();
}
