// The random numbers of the generated cases; tests/support/dice.h draws the same.

/** xorshift32 (Marsaglia, 2003). */
export class Dice {
  constructor(seed) {
    this.state = seed >>> 0 || 1;
  }

  draw() {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x >>> 0;
    return this.state;
  }

  roll(sides) {
    return this.draw() % sides;
  }
}

const encoder = new TextEncoder();

/** FNV-1a over everything that is said. */
export class Hash {
  constructor() {
    this.value = 2166136261;
  }

  add(text) {
    for (const byte of encoder.encode(text)) {
      this.value = Math.imul(this.value ^ byte, 16777619);
    }
  }

  get hex() {
    return (this.value >>> 0).toString(16).padStart(8, '0');
  }
}
