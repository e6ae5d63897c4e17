import { overridePattern } from "../components/edge";
import { edgePlans } from "../components/facts/edge";
import { archivePattern } from "./auditArchives";
import { cloudflareAccountId, commonKeys, roleArn } from "./commonKeys";
import { flag, list, oneOf, optional, secret, text } from "./schema";

/** Keys of the global stack. */
export const globalKeys = {
  ...commonKeys,
  phase: oneOf(["identities", "complete"], {
    description:
      "How much of the stack is built: `identities` for the first `pulumi up`, before the regions, which makes the roles that deploy all stacks; `complete` for everything.",
    fallback: "complete",
    example: "complete",
  }),
  githubRepository: text({
    description:
      "The repository whose workflows deploy, as the subject of its tokens names it: since 2026 GitHub adds ids to new repositories' names (`azora@123456/platform@456789`; the repository's OIDC settings show it). The rule iam-trust-bound must allow it (`repositories` in policies/compliance/config.json).",
    allowed: "<owner>/<name> in letters, digits, dots, dashes and underscores, each with @<id> or without",
    pattern: /^[A-Za-z0-9][\w.-]{0,99}(@\d{1,19})?\/[\w.-]{1,120}(@\d{1,19})?$/,
    example: "azora/platform",
  }),
  breakGlassPrincipals: list({
    description:
      "Who may take the break-glass role, with a second factor; sessions of Identity Center carry no mark of one, and cannot.",
    items: "ARNs of IAM users or roles of the stack's own account, none of AWS' own paths",
    pattern: /^arn:aws:iam::\d{12}:(user|role)\/(?!aws-)[\w+=,.@/-]{1,512}$/,
    count: [1, 8],
    example: '["arn:aws:iam::111122223333:user/azora-on-call"]',
  }),
  organization: optional(
    text({
      description:
        "What the organisation's guard rails hold for: the unit that the account is in, or the whole root. Default: no guard rails, for an account of its own. Name it for the rule scp-not-weaker too (`targets` in policies/compliance/config.json).",
      allowed: "the id of a root (r-…), an organisational unit (ou-…-…) or an account (12 digits), in quotes",
      pattern: /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/,
      example: "ou-ab12-cd34ef56",
    }),
  ),
  organizationRoleArn: optional(
    text({
      description:
        "The role of the organisation's management account by which the stack sets the guard rails; goes with `azora:organization`.",
      allowed: "the ARN of a role, of another account than the stack's own",
      pattern: roleArn,
      example: "arn:aws:iam::444455556666:role/azora-guard-rails",
    }),
  ),
  auditArchives: optional(
    list({
      description:
        "Where the regions' audit records are kept a second time: for each region a locked bucket and its key, both in the region's own AWS region and of another account, made by its owner (docs/deploy.md). Default: no second copy.",
      items: "<region>=<ARN of the bucket>,<ARN of the key>",
      pattern: archivePattern,
      example:
        '["africa=arn:aws:s3:::azora-archive-africa,arn:aws:kms:af-south-1:444455556666:key/0a1b2c3d-0000-4000-8000-000000000000"]',
    }),
  ),
  cloudflareAccountId,
  cloudflareZoneId: text({
    description: "Cloudflare's zone of `azora:domain`.",
    allowed: "32 hexadecimal digits",
    pattern: /^[0-9a-f]{32}$/,
    example: "0123456789abcdef0123456789abcdef",
  }),
  cloudflarePlan: oneOf(edgePlans, {
    description: "Plan of the zone; it decides how often regions are watched.",
    example: "enterprise",
  }),
  cloudflareApiToken: secret(
    text({
      description: "Token for Cloudflare's API. Default: the environment's CLOUDFLARE_API_TOKEN.",
      allowed: "a secret of 40 characters or more: pulumi config set --secret azora:cloudflareApiToken",
      pattern: /^.{40,}$/s,
      example: "(secure)",
    }),
  ),
  onCallUrl: secret(
    text({
      description:
        "Where the on-call service takes the edge's alerts, such as PagerDuty's or Opsgenie's address for Cloudflare, with the key in it. Default: the owner's mail alone.",
      allowed: "a secret that begins with https://: pulumi config set --secret azora:onCallUrl",
      pattern: /^https:\/\/[\w.-]+\/\S*$/,
      example: "(secure)",
    }),
  ),
  edgeLogs: flag({
    description: "Whether the edge's logs, without anything that a person brought along, are kept in the EU.",
    fallback: true,
    example: "true",
  }),
  steeringOverrides: optional(
    list({
      description:
        "Orders of regions in place of those by nearness (for an area or country, on the global host) or by facts (for a home, on its host of personal data).",
      items: "orders such as NG=africa>americas>europe>asia",
      pattern: overridePattern,
      example: '["NG=africa>americas>europe>asia"]',
    }),
  ),
  personalDataHosts: flag({
    description:
      "Whether each home region has a host of its own for personal data, processed at the edge in its place only. Without, the rule edge-hosts must know whose data has none (`homesWithoutHost` in policies/compliance/config.json).",
    fallback: true,
    example: "true",
  }),
};
