import {
  claimsLeftOut,
  keptVolumes,
  vaultNamespaces,
  volumeTags,
} from "../../../components/facts/keptVolumes";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { backupSelectionType } from "../../shared/backups";
import { wrong, wrongResource } from "../../shared/finding";
import { collect } from "../../shared/links";
import { findingsOf } from "../../shared/look";

const setType = "kubernetes:apps/v1:StatefulSet";
const tagKey = `aws:ResourceTag/${volumeTags.namespace.key}`;
const claimKey = `aws:ResourceTag/${volumeTags.claim.key}`;
const table = "components/facts/keptVolumes.ts";

/** The conditions of a selection that say what its resources' tags are. */
function conditions({ props }: ResourceView): Reader[] {
  return props.items("conditions").flatMap((condition) => condition.items("stringEquals"));
}

/** The namespaces whose volumes a selection takes. */
function taken(selection: ResourceView): string[] {
  const volumes = selection.props.texts("resources").some((arn) => arn.endsWith(":volume/*"));
  return volumes
    ? conditions(selection)
        .filter((condition) => condition.text("key") === tagKey)
        .map((condition) => condition.text("value") ?? "")
    : [];
}

/** What a selection leaves out must be what facts leave out: less is a secret that stays, more a volume that nobody keeps. */
function leftOutMistakes({ props }: ResourceView, namespace: string): Finding[] {
  const wanted = claimsLeftOut(namespace);
  const left = props.items("conditions").flatMap((condition) => condition.items("stringNotLikes"));
  const claims = left
    .filter((condition) => condition.text("key") === claimKey)
    .map((condition) => condition.at("value"));
  return [
    ...wanted
      .filter((claim) => !claims.some((each) => each.text() === claim))
      .map((claim) =>
        wrong(
          props.at("conditions"),
          `stringNotLikes on ${claimKey}: ${claim}`,
          `leave them out: ${keptVolumes[namespace]?.except?.why ?? ""}`,
        ),
      ),
    ...claims
      .filter((claim) => !wanted.includes(claim.text() ?? ""))
      .map((claim) => wrong(claim, wanted.join(" or ") || "nothing left out", `say it in ${table}`)),
  ];
}

/** One selection takes one namespace: conditions are all to hold, and tags beside them take in more. */
function selectionMistakes(selection: ResourceView): Finding[] {
  const { props } = selection;
  const tags = props.at("selectionTags");
  const of = conditions(selection).find((condition) => condition.text("key") === tagKey);
  const namespace = of?.at("value");
  return [
    ...(tags.exists
      ? [wrong(tags, "absent", "select by conditions: a tag beside them takes in what they leave out")]
      : []),
    ...(namespace === undefined
      ? [
          wrong(
            props.at("conditions"),
            `stringEquals on ${tagKey}`,
            "say of which namespace: without it volumes of people's data end up in a vault that nobody can empty",
          ),
        ]
      : []),
    ...(namespace === undefined ? [] : leftOutMistakes(selection, namespace.text() ?? "")),
    ...(namespace !== undefined && !vaultNamespaces.includes(namespace.text() ?? "")
      ? [
          wrong(
            namespace,
            vaultNamespaces.join(" or "),
            `leave it out: ${table} has those that a vault may keep (${keptVolumes[namespace.text() ?? ""]?.why ?? "it is not listed"})`,
          ),
        ]
      : []),
  ];
}

function setMistakes({ props }: ResourceView, kept: ReadonlySet<string> | undefined): Finding[] {
  if (props.items("spec", "volumeClaimTemplates").length === 0) return [];
  const namespace = props.at("metadata", "namespace");
  const name = namespace.text() ?? "default";
  const fact = Object.hasOwn(keptVolumes, name) ? keptVolumes[name] : undefined;
  if (fact === undefined)
    return [
      wrong(namespace, Object.keys(keptVolumes).join(" or "), `say in ${table} how its volumes are kept`),
    ];
  return fact.keeping === "vault" && kept !== undefined && !kept.has(name)
    ? [
        wrongResource(
          `volumes of ${name} in no backup`,
          `a selection with stringEquals on ${tagKey}`,
          "make the region's plan with RegionBackups, which selects them",
        ),
      ]
    : [];
}

export const rule: StackRule = {
  id: "backup-volumes-kept",
  title: "Every volume is kept as facts say: by its own archive, by its members, or in a vault",
  why: "A set that nobody thought of has no backup and says so nowhere; and a volume of people's data in a locked vault outlives every erasure. In a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["A1.2"],
    gdpr: ["17(1)", "32(1)(c)"],
    hipaa: ["164.308(a)(7)(ii)(A)"],
    ccpa: ["1798.105(c)"],
  },
  scope: "stack",
  types: [setType, backupSelectionType],
  onUnknown: "fail",
  check: (stack) => {
    const { found, complete } = collect(stack, [backupSelectionType], taken);
    const kept = complete ? new Set(found) : undefined;
    return [
      ...findingsOf(stack, [backupSelectionType], selectionMistakes),
      ...findingsOf(stack, [setType], (set) => setMistakes(set, kept)),
    ];
  },
};
