// Clients of the built package, for the tests.
import { createClient } from '../../dist/node.js';

export * from '../../dist/node.js';

/** A client for a person of the mock server, closed when the test ends. */
export function clientOf(t, server, person, { host, ...config } = {}) {
  const client = createClient({
    baseUrl: server.url,
    platform: 'miniprogram',
    ...config,
    host: { credential: () => person.code(), ...host },
  });
  t.after(() => client.close());
  return client;
}

/** A store that counts what is done to it and keeps its values for a second client. */
export function openStore(values = new Map()) {
  return {
    values,
    calls: [],
    load(key) {
      this.calls.push('load');
      return values.get(key);
    },
    save(key, value) {
      this.calls.push('save');
      values.set(key, value);
    },
    erase(key) {
      this.calls.push('erase');
      values.delete(key);
    },
  };
}

/** A `fetch` for the host, and a promise for the moment when it is asked for a path. */
export function watchedFetch(path) {
  let seen;
  const asked = new Promise((resolve) => (seen = resolve));
  const watched = (input, init) => {
    if (String(input.url ?? input).endsWith(path)) seen();
    return fetch(input, init);
  };
  return { asked, fetch: watched };
}
