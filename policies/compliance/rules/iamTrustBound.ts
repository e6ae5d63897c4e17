import { deliveryNames, deployerRole, github, previewEnvironments } from "../../../components/facts/delivery";
import { unboundServices } from "../../../components/facts/iam";
import { stackNames } from "../../../components/facts/regions";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { isBoundBy, isHeldTo, unboundServicesOf, type OwnAccounts } from "../../shared/conditions";
import { wrong } from "../../shared/finding";
import { allowing, foreignersOf, isOpenToAll, principals, unreadable } from "../../shared/iam";
import { ownAccounts } from "../../shared/places";

function checkForeigners(statement: Reader, own: OwnAccounts): Finding[] {
  const foreign = foreignersOf(statement, own);
  if (foreign.length === 0) return [];
  const fix = "name one role, and hold it to sts:ExternalId or aws:PrincipalOrgID";
  const account = foreign.find((name) => !name.startsWith("arn:") || name.endsWith(":root"));
  if (account !== undefined)
    return [{ ...wrong(statement.at("Principal"), "no account of others as a whole", fix), found: account }];
  return isBoundBy(statement, ["sts:externalid", "aws:principalorgid"], own)
    ? []
    : [wrong(statement.at("Condition"), "sts:ExternalId or aws:PrincipalOrgID", fix)];
}

function checkServices(statement: Reader, own: OwnAccounts): Finding[] {
  const fix = "add aws:SourceAccount, with aws:SourceArn where the resource is known";
  return unboundServicesOf(statement, own).map((service): Finding => {
    const note = unboundServices[service];
    const found = wrong(statement.at("Condition"), `aws:SourceAccount or aws:SourceArn for ${service}`, fix);
    return note === undefined ? found : { ...found, note };
  });
}

function checkFederated(statement: Reader): Finding[] {
  if (principals(statement, "Federated").length === 0) return [];
  const fix = "hold the token's subject and audience to one value each, with StringEquals";
  return ["aud", "sub"]
    .filter((claim) => !isHeldTo(statement, (key) => key.endsWith(`:${claim}`)))
    .map((claim) => wrong(statement.at("Condition"), `the token's ${claim}, without a wildcard`, fix));
}

/** The one repository and environment that a subject of GitHub's names; anything else names a branch, a tag, or more. */
const subject = /^repo:([\w-]+(?:@\d+)?\/[\w.-]+(?:@\d+)?):environment:([\w-]+)$/;

/** What a claim of GitHub's tokens is held to, by whatever operator. */
function claims(statement: Reader, claim: string): Reader[] {
  return statement.keys("Condition").flatMap((operator) =>
    statement
      .keys("Condition", operator)
      .filter((key) => key.toLowerCase() === `${github.issuer}:${claim}`)
      .flatMap((key) => statement.items("Condition", operator, key)),
  );
}

/** The environments whose jobs may take a role: a deployer's own, or those of previews; no other role is GitHub's. */
function environmentsOf(role: string): readonly string[] {
  const stack = stackNames().find((name) => deployerRole(name) === role);
  if (stack !== undefined) return [stack];
  return role === deliveryNames.preview ? previewEnvironments : [];
}

/** Environments of GitHub have reviewers and branches of their own; those that no job of ours is in, anybody may make. */
function checkGithub(role: Reader, statement: Reader, allowed: readonly string[]): Finding[] {
  const isGithub = principals(statement, "Federated").some((name) =>
    name.includes(`:oidc-provider/${github.issuer}`),
  );
  if (!isGithub) return [];
  const environments = environmentsOf(role.text("name") ?? "");
  const subjects = claims(statement, "sub");
  const repositoryOf = (sub: Reader): string | undefined => subject.exec(sub.text() ?? "")?.[1];
  const repositories = new Set(subjects.map(repositoryOf));
  const wanted =
    environments.length === 0
      ? "no token of GitHub's, which deployers and previews take only"
      : `repo:<owner>/<name>:environment: and ${environments.join(" or ")}`;
  return [
    ...claims(statement, "aud")
      .filter((audience) => audience.text() !== github.audience)
      .map((audience) => wrong(audience, github.audience, "ask for a token for AWS")),
    ...subjects
      .filter((sub) => !environments.includes(subject.exec(sub.text() ?? "")?.[2] ?? ""))
      .map((sub) => wrong(sub, wanted, "name the environment that the job is in")),
    ...subjects
      .filter((sub) => allowed.length > 0 && !allowed.includes(repositoryOf(sub) ?? ""))
      .map((sub) =>
        wrong(
          sub,
          `a subject of ${allowed.join(" or ")}`,
          "trust the repository that policies/compliance/config.json names, or have it changed there too",
        ),
      ),
    // An organisation's own issuer has another path, and claims under it.
    ...(subjects.length === 0
      ? [wrong(statement.at("Condition"), wanted, "hold GitHub's own issuer to it")]
      : []),
    ...(repositories.size > 1
      ? [wrong(statement.at("Condition"), "one repository", "make a role for each repository")]
      : []),
  ];
}

function checkAnybody(statement: Reader): Finding[] {
  if (!isOpenToAll(statement)) return [];
  const inverted = statement.at("NotPrincipal");
  return [
    wrong(
      inverted.exists ? inverted : statement.at("Principal"),
      "principals by name",
      "name the principals",
    ),
  ];
}

export const rule: ResourceRule = {
  id: "iam-trust-bound",
  title: "Roles say who may assume them, and for whom",
  why: "A role that trusts a service for everybody can be used through that service by any customer of AWS; one that trusts any token of an identity provider, by any of its users.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["aws:iam/role:Role"],
  lists: {
    repositories: {
      description:
        "repositories whose jobs may sign in, as the subjects of their tokens name them (`azora:githubRepository`); with none, any one.",
      pattern: "^[A-Za-z0-9][\\w.-]*(@\\d+)?/[\\w.-]+(@\\d+)?$",
      default: [],
    },
  },
  onUnknown: "defer",
  check: (role, { lists: { repositories = [] } }) => {
    const own = (): readonly string[] => ownAccounts(role);
    const document = role.props.json("assumeRolePolicy");
    return [
      ...unreadable(document),
      ...allowing(document).flatMap((statement) => [
        ...checkAnybody(statement),
        ...checkForeigners(statement, own),
        ...checkServices(statement, own),
        ...checkFederated(statement),
        ...checkGithub(role.props, statement, repositories),
      ]),
    ];
  },
};
