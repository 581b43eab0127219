// What was found out of a token, kept by its digest: the token itself is kept nowhere.

const mostKept = 10_000;

/** The oldest go first. */
export class Kept<Found> extends Map<string, Found> {
  override set(name: string, found: Found): this {
    if (this.size >= mostKept) this.delete(this.keys().next().value!);
    return super.set(name, found);
  }
}

type Hash = (text: string) => string;

// Node, Bun and Deno have one that nobody has to wait for: a tenth of the time.
const atOnce: Hash | null = (() => {
  type Crypto = { createHash(name: string): { update(text: string): { digest(form: string): string } } };
  type Host = { process?: { getBuiltinModule?: (name: string) => Crypto | undefined } };
  try {
    const module = (globalThis as Host).process?.getBuiltinModule?.('node:crypto');
    return module ? (text) => module.createHash('sha256').update(text).digest('base64') : null;
  } catch {
    return null; // the edge runtime of Next.js has all functions of `process`, and they throw
  }
})();

/** SHA-256. */
export function digestOf(text: string): string | Promise<string> {
  return atOnce ? atOnce(text) : digestInTime(text);
}

async function digestInTime(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(bytes));
}
