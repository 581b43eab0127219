// UTF-8 for mini-programs, whose engines do not all have TextEncoder.

/** Writes UTF-8 to `bytes`, which have room for three times the text's length; gives how many. */
export function encodeInto(text: string, bytes: Uint8Array): number {
  let size = 0;
  const put = (byte: number): void => {
    bytes[size++] = byte;
  };
  for (let i = 0; i < text.length; ++i) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(i + 1);
      const isPair = code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
      if (isPair) i += 1;
      code = isPair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
    }
    if (code < 0x80) {
      put(code);
      continue;
    }
    if (code < 0x800) {
      put(0xc0 | (code >> 6));
    } else {
      if (code < 0x10000) {
        put(0xe0 | (code >> 12));
      } else {
        put(0xf0 | (code >> 18));
        put(0x80 | ((code >> 12) & 63));
      }
      put(0x80 | ((code >> 6) & 63));
    }
    put(0x80 | (code & 63));
  }
  return size;
}

/** For what the core gives, which is UTF-8 already. */
export function decodeText(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  const rest = (): number => bytes[i++]! & 63;
  while (i < bytes.length) {
    const first = bytes[i++]!;
    let code = first;
    if (first >= 0xf0) code = ((first & 7) << 18) | (rest() << 12) | (rest() << 6) | rest();
    else if (first >= 0xe0) code = ((first & 15) << 12) | (rest() << 6) | rest();
    else if (first >= 0xc0) code = ((first & 31) << 6) | rest();
    if (code > 0xffff) text += String.fromCharCode(0xd7c0 + (code >> 10), 0xdc00 + (code & 1023));
    else text += String.fromCharCode(code);
  }
  return text;
}
