/** A shorter text says too little to hold a key and a secret. */
const encodedCharsMin = 12;

/** What a text says that was encoded for transport, as user data are; `undefined` where it is no such text. */
export function decoded(text: string): string | undefined {
  if (text.length < encodedCharsMin || !/^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(text)) return undefined;
  const inside = Buffer.from(text, "base64").toString("utf8");
  // Random bytes are no text: they hold control characters or are no UTF-8.
  return /^[\P{C}\s]+$/u.test(inside) && !inside.includes("\uFFFD") ? inside : undefined;
}
