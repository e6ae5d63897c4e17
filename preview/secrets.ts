import { isWireSecret, unknownSentinel, unwrapSecrets, walkStrings, type WireValue } from "./engine/values";

/** The texts that stand inside secrets, so that they can be kept out of messages. */
export function unwrapTexts(value: WireValue): string[] {
  if (Array.isArray(value)) return value.flatMap(unwrapTexts);
  if (typeof value !== "object" || value === null) return [];
  if (!isWireSecret(value)) return Object.values(value).flatMap(unwrapTexts);
  const texts: string[] = [];
  walkStrings(unwrapSecrets(value), (text) => {
    if (text !== unknownSentinel) texts.push(text);
  });
  return texts;
}
