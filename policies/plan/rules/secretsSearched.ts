import type { OpenText, PlanRule } from "../../framework/rule";
import { decoded } from "../../shared/encodedTexts";

/** What secrets of well-known makers look like. */
const shapes: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // "IAM identifiers", AWS IAM user guide.
  { what: "an AWS access key id", pattern: /\b(AKIA|ASIA)[A-Z2-7]{16}\b/ },
  // "Token formats", GitHub docs.
  { what: "a GitHub token", pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})\b/ },
  // "Tokens", Slack API docs.
  { what: "a Slack token or hook", pattern: /\bxox[abposr]-[\w-]{10,}|hooks\.slack\.com\/services\/\w+/ },
  { what: "a private key", pattern: /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/ },
  // RFC 7519: two Base64url parts that begin with {" and a signature.
  { what: "a signed token", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/ },
  { what: "a password in an address", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]{4,}@/i },
  { what: "a Vault token", pattern: /\bhv[sbr]\.[\w-]{20,}/ },
];

/** Texts in which long random-looking runs are no secret: certificates, digests, names of resources. */
const harmless = /-----BEGIN CERTIFICATE-----|^sha256:|^arn:|^urn:/;

/** A run without blanks that could be a key: long, of letters and digits of both kinds. */
const run = /[A-Za-z0-9+/_=-]{32,}/g;
/** The same within an address, whose parts are apart by slashes. */
const runInAddress = /[A-Za-z0-9+_=-]{32,}/g;

/** Bits a character from which a run counts as random; English words have under 4, Base64 of random bytes 5 and more. */
const entropyBitsMin = 4.3;

function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

function isRandom(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && entropyBits(text) >= entropyBitsMin;
}

/** What a text looks like; the same texts stand in many resources. */
const known = new Map<string, string | undefined>();

function looksLike(text: string): string | undefined {
  if (!known.has(text)) known.set(text, judged(text));
  return known.get(text);
}

function judged(text: string): string | undefined {
  const inside = decoded(text);
  if (inside !== undefined && inside !== text) return looksLike(inside);
  const shape = shapes.find(({ pattern }) => pattern.test(text))?.what;
  if (shape !== undefined || harmless.test(text)) return shape;
  const runs = text.match(text.includes("://") ? runInAddress : run) ?? [];
  return runs.some(isRandom) ? "a random key" : undefined;
}

function finding({ path, text }: OpenText): ReturnType<PlanRule["check"]> {
  const what = looksLike(text);
  if (what === undefined) return [];
  const fix = "mark it as secret, or keep it in the secret store and refer to it";
  return [{ path, found: `in plain text what looks like ${what}`, wanted: "no secret in plain text", fix }];
}

export const rule: PlanRule = {
  id: "secrets-searched",
  title: "Nothing in plain text looks like a secret",
  why: "A key pasted into a script, an environment variable or a policy is no field that anybody would have marked.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7"],
    gdpr: ["32(1)(a)"],
    hipaa: ["164.312(a)(2)(iv)", "164.312(d)"],
    ccpa: ["1798.150(a)"],
  },
  scope: "plan",
  check: (_resource, open) => open.flatMap(finding),
};
