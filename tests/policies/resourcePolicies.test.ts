import { loadRules } from "../../policies/framework/load";
import { resourcePolicies } from "../../policies/shared/resourcePolicies";
import { otherPolicies, settings } from "../support/otherPolicies";
import { sdkInputs } from "../support/sdkTypes";

const sdk = sdkInputs(/./);

/** What the SDK calls a policy: every field whose name ends so. */
const policyField = /(^|\.)(\w*[pP]olic(y|ies)|\w*[pP]olicy(Document|Text|Body|Template|Json))$/;

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Every place where a type of the SDK may carry a document, by type. */
const documents = new Map(
  [...sdk].flatMap(([type, paths]) => {
    const places = paths.filter((path) => policyField.test(path) && !settings.includes(lastStep(path)));
    return places.length > 0 ? [[type, places] as const] : [];
  }),
);

/** Types that another rule than `policies-not-public` reads the documents of. */
const readElsewhere = new Set(
  loadRules("compliance")
    .filter(({ id }) =>
      [
        "bucket-policies",
        "buckets-set-up-apart",
        "endpoint-policies",
        "iam-no-wildcards",
        "iam-trust-bound",
        "keys-bound-principals",
      ].includes(id),
    )
    .flatMap(({ types }) => types),
);

test("the SDK was read", () => {
  expect(sdk.size).toBeGreaterThan(1700);
  expect(documents.size).toBeGreaterThan(90);
  expect(documents.get("aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy")).toEqual([
    "details.policy",
  ]);
});

test("every type that carries a policy document is judged, or left out with a reason", () => {
  const open = [...documents.keys()].filter(
    (type) => !(type in resourcePolicies) && !readElsewhere.has(type),
  );
  expect(open.sort()).toEqual(Object.keys(otherPolicies).sort());
});

test("every document of a type that is judged is read", () => {
  const unread = Object.entries(resourcePolicies).flatMap(([type, fields]) =>
    (documents.get(type) ?? [])
      .filter((path) => !fields.split(" ").includes(path))
      .map((path) => `${type} ${path}`),
  );
  expect(unread).toEqual([]);
});

test("where a document is read, the SDK has a field", () => {
  const gone = Object.entries(resourcePolicies).flatMap(([type, fields]) =>
    fields
      .split(" ")
      .filter((path) => sdk.get(type)?.includes(path) !== true)
      .map((path) => `${type} ${path}`),
  );
  expect(gone).toEqual([]);
});

test("every name of a setting is one that the SDK has", () => {
  const names = new Set([...sdk.values()].flat().map(lastStep));
  expect(settings.filter((name) => !names.has(name))).toEqual([]);
});
