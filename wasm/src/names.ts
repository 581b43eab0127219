// The core spells snake_case, JavaScript camelCase. Only names of members change, never values.

/** A name, or a text with names in it. */
export const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
// What ends so is the application's own object, or a text; `raw` is what the server said, as it said it.
const isOpaque = (name: string): boolean => /(data|params|^raw)$/i.test(name);
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function rename(value: unknown, spell: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => rename(each, spell));
  if (typeof value !== 'object' || value === null) return value;
  const renamed: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) renamed[spell(name)] = isOpaque(name) ? member : rename(member, spell);
  }
  return renamed;
}

/** A value of the core as JavaScript spells it. */
export const fromCore = (value: unknown): unknown => rename(value, camel);

/** A value of JavaScript as the core spells it. */
export const toCore = (value: unknown): unknown => rename(value, snake);
