// Texts that others send: nobody makes this process hold more of one than there can be in it.

const mostBytes = 256 * 1024;

/** The text of a request or an answer. Rejects with a RangeError if it is too long. */
export async function shortTextOf({ body }: Pick<Body, 'body'>): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  // Whoever leaves the loop hangs up.
  for await (const part of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new RangeError('too long');
    text += decoder.decode(part, { stream: true });
  }
  return text;
}
