// One generated case: random calls of a client. tests/c/generated_test.cpp makes the same ones.
import { readFileSync } from 'node:fs';

import { Dice } from './dice.js';

const folder = new URL('../../../tests/vectors/generated/', import.meta.url);
export const hashesFile = new URL('hashes.json', folder);
export const palette = JSON.parse(readFileSync(new URL('palette.json', folder), 'utf8'));

export const CASES = 5_000;
export const CASES_PER_HASH = 100;
const STEPS = 40;

/** Plays case `number` on `core`; everything that is said goes into `hash`. */
export function play(core, number, hash) {
  const dice = new Dice(number * 2_654_435_761);
  const pick = (list) => list[dice.roll(list.length)];
  const client = core.open(JSON.parse(pick(palette.configs)));
  const now = { wall: 1_800_000_000_000, uptime: 5_000_000 };
  const waiting = []; // ids and kinds, in the order in which they were asked
  let operation = 0;

  const drain = () => {
    for (const text of client.drain()) {
      hash.add(text);
      const message = JSON.parse(text);
      if (message.type === 'effect' && message.kind !== 'unlock') waiting.push(message);
      if (message.type === 'cancel') {
        const index = waiting.findIndex((effect) => effect.id === message.id);
        if (index >= 0) waiting.splice(index, 1);
      }
    }
  };

  for (let step = 0; step < STEPS; step += 1) {
    const what = dice.roll(20);
    if (what < 6) {
      const [name, args] = pick(palette.operations);
      operation = client.begin(name, args, now);
    } else if (what < 16) {
      if (waiting.length > 0) {
        const [effect] = waiting.splice(dice.roll(waiting.length), 1);
        client.resolve(effect.id, pick(palette.answers[effect.kind]), now);
      }
    } else if (what === 16) {
      client.cancel(Math.max(0, operation - dice.roll(3)));
    } else if (what === 17) {
      hash.add(client.authorize(pick(palette.urls), now));
      hash.add(client.state());
    } else {
      const passed = pick(palette.passes);
      now.uptime += passed;
      now.wall += dice.roll(4) === 0 ? -passed : passed;
    }
    drain();
  }
  client.close();
}
