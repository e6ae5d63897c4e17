/**
 * What traces and logs may not hold: secrets, and what tells who somebody is. It is taken out on the node where it was written, before
 * anything is sent or stored.
 *
 * Attribute names: OpenTelemetry's semantic conventions 1.37 (`enduser.*`, `user.*`, `client.*`, `url.*`, `http.*`, `db.*`), and what
 * programs call such things. Patterns are RE2, as the collector reads them; none can match for long.
 */

/** What stands in the place of what was taken out; the collector's own. */
export const scrubbedText = "****";

/** Attributes whose value is never kept, by name. */
export const scrubbedKeys = [
  // Who it was.
  "^enduser\\.",
  "^user\\.(id|name|full_name|email|hash|roles)$",
  "^(client|source|network\\.peer|net\\.peer|net\\.sock\\.peer)\\.(address|ip|name)$",
  "^http\\.client_ip$",
  "^session\\.(id|previous_id)$",
  "(?i)(^|[._-])(e?mail|phone|msisdn|ssn|bvn|nin|passport|birth_?date|dob|iban|pan|first_?name|last_?name|full_?name|address_line)([._-]|$)",
  // By what it proved it.
  "(?i)(^|[._-])(authorization|cookie|set-cookie|password|passwd|secret|token|api_?key|x-api-key|credentials?|private_?key)([._-]|$)",
  // What it asked for: queries hold what was searched, statements what was written.
  "^url\\.(full|query)$",
  "^http\\.(url|target)$",
  "^db\\.(statement|query\\.text)$",
  "^db\\.query\\.parameter\\.",
  "^http\\.(request|response)\\.(body|header)\\.",
] as const;

/** Attributes that look like one of these, and are the collectors' own; what they hold is not looked at either, so that each is named. */
export const unscrubbedKeys = [
  "^azora\\.(region|route_class|team)$",
  "^k8s\\.(namespace|pod|node|deployment|statefulset|daemonset|container)\\.(name|uid|restart_count)$",
] as const;

export interface ScrubbedPattern {
  /** What it finds. */
  readonly name: string;
  readonly pattern: string;
  /** A text that it must find, and one that looks alike and must stay. */
  readonly finds: string;
  readonly leaves: string;
}

/** Texts that are taken out wherever they are: in a log's line, in an attribute of any name. */
export const scrubbedPatterns: readonly ScrubbedPattern[] = [
  {
    name: "e-mail address",
    pattern: "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,6}\\.[A-Za-z]{2,24}",
    finds: "ada.obi@example.ng",
    leaves: "postgres@10.0.0.7",
  },
  {
    name: "JSON web token",
    pattern: "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(\\.[A-Za-z0-9_-]*)?",
    finds: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    leaves: "eyJust.a.word",
  },
  {
    name: "bearer or basic credentials",
    pattern: "(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/-]{16,}=*",
    finds: "Bearer 2YotnFZFEjr1zCsicMWpAA",
    leaves: "bearer of news",
  },
  {
    name: "a secret that is named",
    pattern:
      "(?i)\\b(password|passwd|secret|token|api[_-]?key|access[_-]?key|client[_-]?secret)\\b[\"']?\\s*[:=]\\s*[\"']?[^\\s\"',;&]{6,}",
    finds: 'password="correct-horse"',
    leaves: "password changed",
  },
  {
    name: "access key of AWS'",
    pattern: "\\b(AKIA|ASIA)[A-Z0-9]{16}\\b",
    finds: "AKIAIOSFODNN7EXAMPLE",
    leaves: "AKIAshort",
  },
  {
    name: "private key",
    pattern: "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*",
    finds: "-----BEGIN EC PRIVATE KEY-----",
    leaves: "-----BEGIN CERTIFICATE-----",
  },
  {
    name: "key of the platform's own interfaces",
    pattern: "\\baz_[a-z]{2,8}_[A-Za-z0-9]{20,}\\b",
    finds: "az_live_0123456789abcdefghij",
    leaves: "az_count",
  },
  {
    name: "a field of a person's that is named",
    pattern:
      '(?i)"(full_?name|first_?name|last_?name|sur_?name|e?mail|phone|msisdn|address|birth_?date|dob|passport)"\\s*:\\s*"[^"]{1,256}"',
    finds: '"full_name": "Ada Obi"',
    leaves: '"name": "orders"',
  },
  {
    name: "payment card",
    pattern:
      "\\b(4[0-9]{3}|5[1-5][0-9]{2}|2[2-7][0-9]{2}|3[47][0-9]{2}|6(011|5[0-9]{2}))[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{2,4}\\b",
    finds: "4111 1111 1111 1111",
    leaves: "1764288000000000000",
  },
  {
    name: "international phone number",
    pattern: "\\+[1-9][0-9]{0,2}[ -]?\\(?[0-9]{2,4}\\)?[ -]?[0-9]{3}[ -]?[0-9]{3,4}\\b",
    finds: "+234 803 555 0199",
    leaves: "+200ms",
  },
  {
    name: "bank account (IBAN)",
    pattern: "\\b[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?\\b",
    finds: "DE89 3704 0044 0532 0130 00",
    leaves: "US20 is a name",
  },
  {
    name: "number of a person in Nigeria (BVN, NIN) or Brazil (CPF) that is named",
    pattern:
      "(?i)\\b(bvn|nin|cpf)\\b[\"']?\\s*[:=#]?\\s*[\"']?[0-9]{3}[. ]?[0-9]{3}[. ]?[0-9]{3}[- ]?[0-9]{2}\\b",
    finds: "bvn: 22212345678",
    leaves: "nin of them",
  },
];
