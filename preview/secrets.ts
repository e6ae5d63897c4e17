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

/** Shorter parts of a secret document are too common to be taken out of messages, such as `v1`. */
const partCharsMin = 8;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The texts inside a secret that is itself a JSON document, such as the token in a kubeconfig. */
function partsOf(secret: string): string[] {
  const document = parsed(secret);
  const texts: string[] = [];
  if (typeof document === "object" && document !== null)
    walkStrings(document as WireValue, (text) => {
      if (text.length >= partCharsMin) texts.push(text);
    });
  return texts;
}

/** A secret as it stands in plain text, in JSON, and in JSON within JSON. */
function written(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [JSON.stringify(inJson).slice(1, -1), inJson, secret];
}

/**
 * Takes secrets out of messages, wherever a program may have put them.
 * @param secrets texts; what of them is empty or a JSON document's short part is left alone.
 */
export function redactor(secrets: Iterable<string>): (message: string) => string {
  const all = new Set([...secrets].flatMap((secret) => [secret, ...partsOf(secret)]).flatMap(written));
  all.delete("");
  // The longest first: a part of a secret must not break up the whole.
  const ordered = [...all].sort((a, b) => b.length - a.length);
  return (message) => ordered.reduce((text, secret) => text.replaceAll(secret, "(hidden)"), message);
}
