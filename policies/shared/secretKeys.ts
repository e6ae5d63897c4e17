import type { KeyedText } from "./keyedTexts";

/** Keys whose value is a secret whatever it looks like; `Wo` ends the fields that a provider only writes. */
const secretKey =
  /(passw(or)?d|passphrase|pwd|((^|[._-])|pg|db|root|smtp)pass|(root|admin|user|db)pw|secret[._-]?key|api[._-]?key|access[._-]?key|private[._-]?key(pem)?|connection[._-]?string)s?(wo)?$/i;

/** Keys that hold a secret, or how many there are. */
const countedKey = /(token|secret|credential)s?(wo)?$/i;

interface Harmless {
  readonly pattern: RegExp;
  readonly reason: string;
}

/** Keys that end like a secret's and hold something else. */
const harmlessKeys: readonly Harmless[] = [
  { pattern: /^httpTokens$/, reason: "EC2's instance metadata: whether a token must be shown" },
  { pattern: /^automountServiceAccountToken$/, reason: "Kubernetes: whether an account's token is mounted" },
  { pattern: /^existing\w*Secrets?$/, reason: "charts: the name of a Secret that is there already" },
  { pattern: /^imagePullSecrets?$/, reason: "Kubernetes: names of Secrets" },
];

/** Values that say where a secret is kept, or that there is none. */
const harmlessValues: readonly Harmless[] = [
  { pattern: /^arn:/, reason: "names what AWS keeps" },
  { pattern: /^https?:\/\/[^@]*$/, reason: "an address; one with a password in it is searched for" },
  { pattern: /^vault:/, reason: "a path in the secret store" },
  { pattern: /^\.{0,2}(\/[\w.-]+){2,}\/?$/, reason: "the path of a file or a parameter" },
  { pattern: /^\$([({]|[A-Z_][A-Z0-9_]*$)|^`|^\{\{|^%([({]|s$|\w+%$)/, reason: "is filled in where it runs" },
  { pattern: /^<[^>]*>$|^\*+$|^\.{3}$/, reason: "stands for a value in a text for people" },
  { pattern: /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----/, reason: "public" },
  { pattern: /^(true|false|null|none|~|[|>{}[\]]+[+-]?)$/i, reason: "a switch, or nothing" },
];

/** Fields below which `secret` or `token` is the name of a Secret, where the value has the form of a name. */
const referring = /^(secretRef|secretKeyRef|volumes?)$/;
const objectName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

function isReference(keys: readonly string[], text: string): boolean {
  const [above = "", key = ""] = keys.slice(-2);
  if (!countedKey.test(key) || !objectName.test(text)) return false;
  return referring.test(above) || (above === "tls" && /^secrets?$/.test(key));
}

function fits(list: readonly Harmless[], text: string): boolean {
  return list.some(({ pattern }) => pattern.test(text));
}

const kinds = new Map<string, "counted" | "secret" | "other">();

/** What a key says of its value; the same few keys come again and again. */
function kindOf(key: string): "counted" | "secret" | "other" {
  const known = kinds.get(key);
  if (known) return known;
  const named = countedKey.test(key) ? "counted" : secretKey.test(key) ? "secret" : "other";
  const kind = fits(harmlessKeys, key) ? "other" : named;
  kinds.set(key, kind);
  return kind;
}

/** Whether a text is a secret by what it is called. */
export function isSecretByName({ keys, text }: KeyedText): boolean {
  const kind = kindOf(keys.at(-1) ?? "");
  if (kind === "other") return false;
  if (kind === "counted" && /^\d+$/.test(text)) return false;
  return text !== "" && !fits(harmlessValues, text) && !isReference(keys, text);
}
