// As much of a browser as a sign-in needs: it follows redirects, presses the link on WeChat's page,
// and keeps cookies.

/** Goes to `url` and on until somebody else's server comes; returns the address it ends at. */
export async function follow(url, ownOrigin) {
  for (let step = 0; step < 10; ++step) {
    if (new URL(url).origin !== ownOrigin) return url;
    const response = await fetch(url, { redirect: 'manual' });
    if (![302, 303].includes(response.status)) throw new Error(`${url}: ${response.status} ${await response.text()}`);
    url = new URL(response.headers.get('location'), url).href;
  }
  throw new Error('redirected ten times');
}

/** Opens the address that signInWithOAuth or linkIdentity gave, presses `name` on the page that imitates the QR scan,
 * and returns the address at the application where the browser ends. */
export async function scan(address, name) {
  const origin = new URL(address).origin;
  const page = await fetch(address);
  if (page.status !== 200) throw new Error(`${address}: ${page.status} ${await page.text()}`);
  const links = [...(await page.text()).matchAll(/<a href="([^"]+)">([^<]*)<\/a>/g)];
  const link = links.find(([, , text]) => text === name);
  if (!link) throw new Error(`nobody called ${name} on the page`);
  return follow(new URL(link[1].replaceAll('&amp;', '&'), origin).href, origin);
}

/** What a browser holds and a Next.js server reads and sets: one value for one name. */
export class CookieJar {
  constructor() {
    this.values = new Map();
    this.batches = [];
  }

  /** The cookie methods that createServerClient asks for. */
  get methods() {
    return {
      getAll: () => [...this.values].map(([name, value]) => ({ name, value })),
      setAll: (batch, headers) => {
        this.batches.push({ batch, headers });
        for (const { name, value, options } of batch) {
          if (value === '' || options?.maxAge === 0) this.values.delete(name);
          else this.values.set(name, value);
        }
      },
    };
  }

  /** The older three, as document 001 writes them. */
  get documentMethods() {
    return {
      get: (name) => this.values.get(name),
      set: (name, value) => void this.values.set(name, value),
      remove: (name) => void this.values.delete(name),
    };
  }
}
