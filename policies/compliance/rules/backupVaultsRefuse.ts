import { vaultRefusals } from "../../../components/facts/backupVaults";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule } from "../../framework/rule";
import { naming, vaultPolicyType, vaultType } from "../../shared/backups";
import { takesIn } from "../../shared/breadth";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const fix = "let the policy refuse it to everybody, whatever allows it: make the vault with LockedVault";

/** Whether a statement refuses something to everybody, in the whole vault and always. */
function refusesAll(statement: Reader): boolean {
  const everybody = [statement.text("Principal"), ...statement.texts("Principal", "AWS")].includes("*");
  return (
    statement.text("Effect") === "Deny" &&
    everybody &&
    statement.texts("Resource").includes("*") &&
    !statement.at("Condition").exists
  );
}

function mistakes(policy: Reader): Finding[] {
  const refused = policy
    .json()
    .items("Statement")
    .filter(refusesAll)
    .flatMap((statement) => statement.texts("Action"));
  const open = vaultRefusals.filter((action) => !refused.some((pattern) => takesIn(pattern, action)));
  return open.length === 0
    ? []
    : [{ ...wrong(policy, `Deny to * of ${open.join(", ")}`, fix), found: `lets in ${open.join(", ")}` }];
}

export const rule: StackRule = {
  id: "backup-vaults-refuse",
  title: "Vaults refuse to lose a recovery point before its time, to everybody",
  why: "A lock says how long, and it can be changed for its first three days; the policy refuses from the first hour on, also to what has all rights.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["A1.2", "CC6.1", "CC6.3"],
    gdpr: ["32(1)(b)", "32(1)(c)"],
    hipaa: ["164.308(a)(7)(ii)(A)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [vaultType, vaultPolicyType],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, [vaultType], (vault) => {
      const policies = naming(stack, vault, vaultPolicyType, "backupVaultName");
      return policies.length === 0
        ? [wrongResource("no access policy", `a VaultPolicy that refuses ${vaultRefusals.join(", ")}`, fix)]
        : policies.flatMap(({ urn, props }) =>
            mistakes(props.at("policy")).map((finding) => ({ ...finding, urn })),
          );
    }),
};
