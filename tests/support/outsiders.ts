import type { Mutation } from "./rules";

const ours = "111122223333";
const others = "999988887777";
const caller = "principals by name, or a condition on the caller";
const account = "accounts of our own, or one that facts/iam.ts admits";
const trail = "cloudtrail.amazonaws.com";

/** Conditions that look as if they bound a statement, and do not. */
const loose: readonly (readonly [what: string, condition: object])[] = [
  ["nothing is said of the caller", { StringEquals: { "aws:RequestedRegion": "eu-central-1" } }],
  ["any account will do", { StringLike: { "aws:PrincipalAccount": "*" } }],
  ["one account will not do", { StringNotEquals: { "aws:PrincipalAccount": others } }],
  [
    "whoever asks fills in the account",
    { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalAccount}" } },
  ],
  ["whoever asks fills in the ARN", { StringLike: { "aws:PrincipalArn": "${aws:PrincipalArn}" } }],
  ["whoever asks fills in a part", { ArnLike: { "aws:SourceArn": `arn:aws:sns:\${aws:x}:${ours}:a` } }],
  ["the account is another's", { StringEquals: { "aws:PrincipalAccount": others } }],
  ["one of the accounts is another's", { StringEquals: { "aws:SourceAccount": [ours, others] } }],
  ["the ARN is another's", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${others}:role/*` } }],
  ["the source is a bucket, of whomever", { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::azora-logs" } }],
  ["the organisation is empty", { StringEquals: { "aws:PrincipalOrgID": "" } }],
  ["the organisation is any", { StringLike: { "aws:PrincipalOrgID": "*" } }],
];

/** Whom a statement lets in from outside, and what is found of it at the statement. */
function openings(
  action: string,
): { name: string; to: object; part: string; found: string; wanted: string }[] {
  const base = { Effect: "Allow", Action: action, Resource: "*" };
  const everybody = ["*", { AWS: ["*"] }, { Federated: "*" }].map((Principal) => ({
    name: `everybody as ${JSON.stringify(Principal)}`,
    to: { ...base, Principal },
    part: "Principal",
    found: JSON.stringify(Principal),
    wanted: caller,
  }));
  const conditioned = loose.map(([what, Condition]) => ({
    name: `everybody where ${what}`,
    to: { ...base, Principal: "*", Condition },
    part: "Principal",
    found: '"*"',
    wanted: caller,
  }));
  const services = [
    {},
    { StringEquals: { "aws:SourceAccount": others } },
    { StringEquals: { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${others}:a` } },
    { StringEquals: { "kms:CallerAccount": ours } },
    { ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:*:trail/a" } },
  ].map((Condition) => ({
    name: `a service under ${JSON.stringify(Condition)}`,
    to: { ...base, Principal: { Service: trail }, Condition },
    part: "Condition",
    found: JSON.stringify(Condition),
    wanted: `aws:SourceAccount or aws:SourceArn for ${trail}`,
  }));
  const foreigners = [
    { AWS: others },
    { AWS: `arn:aws:iam::${others}:root` },
    { AWS: [ours, `arn:aws:iam::${others}:role/reader`] },
    { AWS: "arn:aws:iam::*:root" },
    { Federated: "cognito-identity.amazonaws.com" },
    { Federated: `arn:aws:iam::${others}:oidc-provider/token.actions.githubusercontent.com` },
    { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
  ].map((Principal) => ({
    name: `an account of others as ${JSON.stringify(Principal)}`,
    to: { ...base, Principal },
    part: "Principal",
    found: String(Object.values(Principal).flat().at(-1)),
    wanted: account,
  }));
  const guests = [
    { Action: ["kms:Decrypt", "kms:Encrypt"] },
    { Action: [], NotAction: "kms:ScheduleKeyDeletion" },
  ].map((actions) => ({
    name: `a service without a source for more than facts name: ${JSON.stringify(actions)}`,
    to: { ...base, ...actions, Principal: { Service: "events.amazonaws.com" } },
    part: "Condition",
    found: "absent",
    wanted: "aws:SourceAccount or aws:SourceArn for events.amazonaws.com",
  }));
  const inverted = {
    name: "everybody but one",
    to: { ...base, NotPrincipal: { AWS: ours } },
    part: "NotPrincipal",
    found: JSON.stringify({ AWS: ours }),
    wanted: caller,
  };
  return [...everybody, ...conditioned, ...services, ...foreigners, ...guests, inverted];
}

/** Statements whose words are not IAM's, and the word that is found. */
const misspelt = [
  ["principal", { Effect: "Allow", principal: "*", Action: "*" }],
  ["aws", { Effect: "Allow", Principal: { aws: "*" }, Action: "*" }],
] as const;

/** Mutations that put a statement which lets somebody in from outside in the place of another. */
export function outsiderMutations(action: string, at: string, resource = 0): Mutation[] {
  return [
    ...openings(action).map(({ name, to, part, found, wanted }) => ({
      name: `lets in ${name}`,
      resource,
      path: at,
      to,
      finding: { path: `${at}.${part}`, found, wanted },
    })),
    ...misspelt.map(([found, to]) => ({
      name: `has the word "${found}"`,
      resource,
      path: at,
      to,
      finding: { path: at, found, wanted: "the words of IAM's grammar" },
    })),
  ];
}

/** Statements that let in whoever is ours, or comes for us; the last is one that facts name a reason for. */
export function insiders(action: string): object[] {
  const base = { Effect: "Allow", Action: action, Resource: "*" };
  return [
    { ...base, Principal: { Federated: `arn:aws:iam::${ours}:oidc-provider/oidc.example` } },
    { ...base, Principal: { AWS: [ours, `arn:aws:iam::${ours}:role/reader`] } },
    {
      ...base,
      Principal: "*",
      Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${ours}:role/*` } },
    },
    { ...base, Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-0123456789" } } },
    {
      ...base,
      Principal: { Service: trail },
      Condition: {
        StringEquals: { "aws:SourceAccount": ours },
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::logs" },
      },
    },
    {
      ...base,
      Principal: { Service: trail },
      Condition: {
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${ours}:trail/*` },
      },
    },
    {
      ...base,
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Principal: { Service: "events.amazonaws.com" },
    },
  ];
}
