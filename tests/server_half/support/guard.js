// The package under test, and issuers as vectors describe them.
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const packageFolder = fileURLToPath(new URL('../../../wasm/', import.meta.url));
export const server = await import('../../../wasm/dist/server.js');
export const { createGuard, Refused } = server;

/** Makes issuers as vectors describe them. */
export const makersOf = ({ authing, clerk, gotrue, miniLogin, oidc, unified, wxLogin }) => {
  const makers = { clerk, unified, gotrue, authing, wx_login: wxLogin, mini_login: miniLogin, oidc };
  return ({ kind, ...options }) => makers[kind](options);
};
export const issuerOf = makersOf(server);

/** A `fetch` that knows these answers by their addresses, and counts who asks. */
export function answering(answers) {
  const get = async (url, { signal } = {}) => {
    get.asked.push(String(url));
    const answer = answers[url];
    if (!answer) throw new TypeError('fetch failed');
    if (answer.hangs) await pass(60_000, null, { signal });
    const { status, body, text, repeat, location } = answer;
    const written = text ?? (repeat ? repeat[0] + repeat[1].repeat(repeat[2]) + repeat[3] : JSON.stringify(body));
    return new Response(written, { status, headers: location ? { Location: location } : {} });
  };
  get.asked = [];
  return get;
}

/** A request as Node has it: every line of a header by itself. */
export function nodeRequest({ method = 'GET', headers }) {
  const joined = {};
  for (const [name, value] of headers) joined[name.toLowerCase()] ??= value;
  return { method, headers: joined, rawHeaders: headers.flat() };
}

/** A request as `fetch` has it: lines of one header are joined. */
export function webRequest({ method = 'GET', headers }, url = 'https://shop.example.com/orders') {
  const all = new Headers();
  for (const [name, value] of headers) all.append(name, value);
  return new Request(url, { method, headers: all });
}

/** Why nobody is let in; fails if somebody is. */
export async function refusalOf(person) {
  try {
    await person;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('somebody was let in');
}
