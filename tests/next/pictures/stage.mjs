// One frame of a moving picture, or of a sequence: a browser's window (or that of a phone's browser) and a phone with the mini-program
// side by side, and below them what happens.

const asImage = (png) => `data:image/png;base64,${png.toString('base64')}`;

/** The web's half; `isPhone` where the browser is a phone's. */
const half = ({ address, web, isPhone }) =>
  !web
    ? ''
    : isPhone
    ? `<div class="phone"><img src="${asImage(web)}"></div>`
    : `<div class="window"><div class="address">${address}</div><img src="${asImage(web)}"></div>`;

const page = ({ lang, phone, step, of, caption, ...web }) => `<!doctype html>
<html lang="${lang}">
<style>
  * { box-sizing: border-box; margin: 0 }
  body { width: 1080px; height: 640px; padding: 22px 24px 0; background: #efe7da; font: 20px/1.4 system-ui, 'Noto Sans CJK SC', sans-serif; color: #1d1a16 }
  .both { display: flex; gap: 18px; justify-content: center }
  .window { width: 700px; height: 540px; background: #fff; border: 1px solid #cbbda6; border-radius: 12px; overflow: hidden }
  .address { height: 36px; padding: 7px 14px; background: #f6f1e8; border-bottom: 1px solid #e1d6c4; font-size: 14px; color: #6d6358 }
  .address::before { content: '● ● ●'; margin-right: 18px; color: #cbbda6; letter-spacing: 2px }
  .phone { width: 314px; height: 540px; border: 7px solid #1d1a16; border-radius: 34px; overflow: hidden; background: #f7f4ee }
  .window img { display: block; width: 698px; height: 503px }
  .phone img { display: block; width: 300px; height: 526px }
  .caption { display: flex; align-items: center; gap: 16px; height: 76px; font-weight: 600 }
  .step { flex: none; font-weight: 500; font-size: 16px; color: #fff; background: #9a5717; border-radius: 99px; padding: 3px 13px }
</style>
<div class="both">
  ${half(web)}
  <div class="phone"><img src="${asImage(phone)}"></div>
</div>
<div class="caption"><span class="step">${of ? `${step}/${of}` : step}</span>${caption}</div>`;

/** Sizes, in the pixels of a page, that fit into the frame. */
export const sizes = { web: { width: 820, height: 591 }, phone: { width: 375, height: 657 }, stage: { width: 1080, height: 640 } };

/** Draws a frame on `stage`, a page of Chromium; gives a PNG. */
export async function frame(stage, what) {
  await stage.setContent(page(what), { waitUntil: 'load' });
  await stage.evaluate(() => document.fonts.ready);
  return stage.screenshot();
}
