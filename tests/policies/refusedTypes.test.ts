import { rule as keysRotate } from "../../policies/compliance/rules/keysRotate";
import { rule as nothingPublic } from "../../policies/compliance/rules/nothingPublic";
import { rule as replicationLawful } from "../../policies/compliance/rules/replicationLawful";
import { rule as typesRefused } from "../../policies/compliance/rules/typesRefused";
import { refusedTypes } from "../../policies/shared/refusedTypes";
import { judge, type RuleCases } from "../support/rules";
import { keyOf } from "../support/stores";
import { cases as dataProtectedCases } from "./cases/compliance/dataProtected";
import { cases as encryptStoresCases } from "./cases/compliance/encryptStores";
import { cases as nothingPublicCases } from "./cases/compliance/nothingPublic";
import { cases as replicationLawfulCases } from "./cases/compliance/replicationLawful";

/** Types that no field can make good, so that no table of cases can hold them. */
const refused = [
  [nothingPublic, "aws:ec2/eipAssociation:EipAssociation", "a resource that is public by its nature"],
  [nothingPublic, "aws:ecrpublic/repository:Repository", "a resource that is public by its nature"],
  [keysRotate, "aws:kms/externalKey:ExternalKey", "imported key material"],
  [keysRotate, "aws:kms/replicaExternalKey:ReplicaExternalKey", "imported key material"],
] as const;

test.each(refused)("$id refuses %s whatever its fields say", (rule, type, found) => {
  expect(judge(rule, [{ type, props: {} }])).toMatchObject([{ state: "violated", path: "", found }]);
});

test("types-refused refuses every type of its table, and says what to make instead", () => {
  const types = Object.keys(refusedTypes);
  const verdicts = types.flatMap((type) => judge(typesRefused, [{ type, props: {} }]));
  expect(verdicts).toHaveLength(types.length);
  for (const { state, found, wanted } of verdicts)
    expect([state, found, wanted]).toEqual(["violated", expect.any(String), expect.stringMatching(/.{9}/)]);
});

test.each<RuleCases>([dataProtectedCases, encryptStoresCases, nothingPublicCases, replicationLawfulCases])(
  "every type that $rule.id knows has a case",
  ({ rule, fixtures }) => {
    const shown = new Set([
      ...fixtures.map(({ type }) => type),
      ...refused.filter(([other]) => other === rule).map(([, type]) => type),
      // Told apart from a key's replica by its original's type only.
      ...(rule === replicationLawful ? ["aws:kms/replicaExternalKey:ReplicaExternalKey"] : []),
    ]);
    expect([rule.types].flat().filter((type) => !shown.has(type))).toEqual([]);
  },
);

test("rotation may be asked for more often than facts say, never less", () => {
  const config = { daysMax: 90 };
  expect(judge(keysRotate, [keyOf("internal")], { config })).toMatchObject([
    { path: "rotationPeriodInDays", found: "365", wanted: "90 or less" },
  ]);
  expect(keysRotate.thresholds?.daysMax).toMatchObject({ default: 365, min: 90, max: 365 });
});
