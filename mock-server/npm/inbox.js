// The mails and text messages that the server sent; see index.d.ts.
const { setTimeout: pause } = require('node:timers/promises');

const { control } = require('./control.js');

const PAUSE_MS = 20;
/** So many others an error names. */
const NAMED = 5;

class Inbox {
  #url;

  constructor(url) {
    this.#url = url;
  }

  async last(to, { kind, waitMs = 2000 } = {}) {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const found = (await this.all(to)).find((each) => kind === undefined || each.kind === kind);
      if (found) return found;
      if (performance.now() >= deadline) throw new Error(nothingCame(to, kind, await this.all()));
      await pause(PAUSE_MS);
    }
  }

  async all(to) {
    const query = to === undefined ? '' : `?${new URLSearchParams({ to })}`;
    return (await control(this.#url, 'GET', `/inbox${query}`)).messages;
  }

  async clear() {
    await control(this.#url, 'DELETE', '/inbox');
  }
}

function nothingCame(to, kind, there) {
  const what = kind === undefined ? 'mail' : `mail of kind ${kind}`;
  if (there.length === 0) return `No ${what} to ${to}; the inbox is empty.`;
  const newest = there.slice(0, NAMED).map((each) => `${each.to} (${each.kind})`);
  if (there.length > NAMED) newest.push('…');
  return `No ${what} to ${to}; what came instead (${there.length}): ${newest.join(', ')}.`;
}

module.exports = { Inbox };
