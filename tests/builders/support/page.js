// The page of a fresh project: the package loads its core and reads the store.

/** Files of a page that says `signed_out`, or what went wrong. */
export const page = {
  'index.html': '<!doctype html><title>page</title><output></output><script type="module" src="/main.js"></script>\n',
  'main.js': `import { createClient, init } from 'hufu';

const client = createClient({ baseUrl: 'https://api.example.com' });
const say = (text) => (document.querySelector('output').textContent = text);
// Without init() it would say so before the core is there.
init().then(() => client.session()).then(({ state }) => say(state), (error) => say(error.message + ' ' + error.detail));
`,
};
