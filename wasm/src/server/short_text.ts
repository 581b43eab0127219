// What others send: nobody makes this process hold more of it than there can be in it.

const mostOfText = 256 * 1024;

/** The bytes of a request or an answer. Rejects with a RangeError if there are more than these. */
export async function shortBytesOf({ body }: Pick<Body, 'body'>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Whoever leaves the loop hangs up.
  for await (const part of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > most) throw new RangeError('too long');
    parts.push(part);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The text of a request or an answer. Rejects with a RangeError if it is too long. */
export async function shortTextOf(message: Pick<Body, 'body'>): Promise<string> {
  return new TextDecoder().decode(await shortBytesOf(message, mostOfText));
}
