// The hashes of all generated cases, a hundred at a time.
import { Hash } from './dice.js';
import { CASES, CASES_PER_HASH, play } from './program.js';

export function hashAll(core) {
  const hashes = [];
  for (let first = 1; first <= CASES; first += CASES_PER_HASH) {
    const hash = new Hash();
    for (let number = first; number < first + CASES_PER_HASH; number += 1) play(core, number, hash);
    hashes.push(hash.hex);
  }
  return hashes;
}
