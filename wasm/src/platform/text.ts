// Text as bytes, where the platform does it.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes UTF-8 to `bytes`, which have room for three times the text's length; gives how many. */
export const encodeInto = (text: string, bytes: Uint8Array): number => encoder.encodeInto(text, bytes).written;
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes);
