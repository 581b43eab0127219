// moving_pictures.mjs [FOLDER]: makes bridges.gif and binding.gif, and both in Chinese, of what the walk takes; in docs/pictures if no
// other folder is named. scripts/moving_picture.sh builds what it needs and runs it.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openShop, Stage } from './support/stage.js';
import * as stories from './support/stories.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2] ?? here('../../docs/pictures/');
const stills = here('../../build/pictures/moving/');
const sharp = createRequire(here('../../examples/nextjs/package.json'))('sharp'); // Next.js brings it
const mostBytes = 600_000;
const frameMs = 3200;

/** What is shown of these stories, in this order. */
const films = {
  bridges: {
    told: [stories.onADesk, stories.onOnePhone, stories.fromInside],
    shown: ['desk-code', 'desk-scanned', 'desk-number', 'desk-in', 'phone-button', 'phone-asked', 'phone-code', 'phone-go-on', 'inside-button', 'inside-in'],
  },
  binding: {
    told: [stories.bound],
    shown: ['bind-web', 'bind-phone', 'bind-code', 'bind-preview', 'bind-number', 'bind-done', 'bind-basket'],
  },
};
const looks = {
  '': { language: 'en', colorScheme: 'light', names: ['Ada', 'Ada Lovelace'] },
  '.zh-CN': { language: 'zh-CN', colorScheme: 'light', names: ['小华', '李华'] },
};

/** The frames of a film, as PNG. */
async function shoot(t, shop, look, { told, shown }) {
  const frames = [];
  const stage = await Stage.open(t, shop, look, async (name, what) => {
    if (name === shown[frames.length]) frames.push(await stage.draw(what, frames.length + 1, shown.length));
  });
  for (const story of told) await story(stage, look.names);
  if (frames.length < shown.length) throw new Error(`${shown[frames.length]} was not shown`);
  return frames;
}

async function write(file, frames) {
  await sharp(frames, { join: { animated: true } })
    .gif({ delay: frames.map(() => frameMs), loop: 0, effort: 10, dither: 0 })
    .toFile(file);
  const { size } = statSync(file);
  if (size > mostBytes) throw new Error(`${file} has ${size} bytes, more than ${mostBytes}`);
  console.log(`${file}: ${Math.round(size / 1000)} KB, ${frames.length} frames`);
}

const ends = [];
const t = { after: (end) => ends.push(end) };
try {
  const shop = await openShop(t);
  mkdirSync(stills, { recursive: true });
  for (const [suffix, look] of Object.entries(looks)) {
    for (const [name, film] of Object.entries(films)) {
      const frames = await shoot(t, shop, look, film);
      frames.forEach((picture, at) => writeFileSync(`${stills}${name}${suffix}-${at + 1}.png`, picture));
      await write(join(folder, `${name}${suffix}.gif`), frames);
    }
  }
} finally {
  for (const end of ends.reverse()) await end();
}
