// Origins of pages, as browsers write them.

const form = /^[a-z][a-z\d+.-]*:\/\/([a-z\d._-]+|\[[\da-f:]+\])(:\d+)?$/;

export const listOf = (one: string | readonly string[] = []): readonly string[] => [one].flat();

/**
 * The origins. Throws for what is none: an empty text, which a forgotten variable gives, `null`, which any page can send, and what no page
 * ever has, such as one with a path.
 */
export function checkedOrigins(given?: string | readonly string[]): readonly string[] {
  const origins = listOf(given);
  const wrong = origins.find((origin) => !form.test(origin));
  if (wrong !== undefined) throw new TypeError(`"${wrong}" is no origin: https://www.example.com is one.`);
  return origins;
}
