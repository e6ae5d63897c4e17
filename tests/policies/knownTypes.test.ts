import { loadRules } from "../../policies/framework/load";
import { copyingTypes } from "../../policies/shared/copies";
import { boundTypes, refusedTypes } from "../../policies/shared/refusedTypes";
import { sdkInputs } from "../support/sdkTypes";
import { copiesNothing, encryptsNothing, opensNothing } from "../support/unjudgedTypes";

/** Last parts of paths by which a type of AWS is told how to encrypt, or with which key. */
const encryption =
  /(^|\.)(kms\w*|\w*KmsKey\w*|\w*[eE]ncrypt\w*|\w*Cmk\w*|serverSideEncryption\w*|s3?Sse\w*|sse\w*)$/;

/** First parts of paths by which a type of AWS is told where else its data goes, or comes from. */
const elsewhere =
  /^(replica[a-z]*([A-Z]\w*)?|replicat\w*|(destination|source|witness)\w*Region\w*|region(s|Names?|Lists?)|global(Cluster|Replication|Table)\w*|multiRegion\w*|snapshotCopy|crossRegion\w*|destination)$/;

/** Last parts of paths by which a type of AWS gets an address or an endpoint that others reach. */
const exposure =
  /(^|\.)(\w*[pP]ublic(ly)?(Access\w*|Ip\w*|Connectivity|Endpoint\w*)|internal|isPublic\w*|accessEndpoint\w*|\w*InternetAccess|networkAccess|sharedAccounts)$/;

const sdk = sdkInputs(/./);
const refused = new Set([...Object.keys(refusedTypes), ...Object.keys(boundTypes)]);

/** The types that some rules look at. */
function judgedBy(...ids: readonly (string | RegExp)[]): ReadonlySet<string> {
  return new Set(
    loadRules("compliance")
      .filter(({ id }) =>
        ids.some((wanted) => (typeof wanted === "string" ? wanted === id : wanted.test(id))),
      )
      .flatMap(({ types }) => types),
  );
}

const encrypting = judgedBy(/^encrypt-/);
const closing = judgedBy(
  "account-singletons",
  "buckets-private",
  "eks-private-endpoint",
  "load-balancers-internal",
  "nothing-public",
);

/** Types of the SDK with such a path, that no table holds. */
function open(wanted: RegExp, tables: readonly ReadonlySet<string>[]): string[] {
  return [...sdk]
    .filter(
      ([type, paths]) => paths.some((at) => wanted.test(at)) && !tables.some((table) => table.has(type)),
    )
    .map(([type]) => type)
    .sort();
}

test("the SDK was read", () => {
  expect(sdk.size).toBeGreaterThan(1700);
  expect(sdk.get("aws:rds/cluster:Cluster")).toEqual(
    expect.arrayContaining(["kmsKeyId", "storageEncrypted"]),
  );
  expect(sdk.get("aws:ec2/launchTemplate:LaunchTemplate")).toContain("blockDeviceMappings.ebs.kmsKeyId");
});

test("every type that can be told how to encrypt is judged for it, refused, or left out with a reason", () => {
  expect(open(encryption, [encrypting, refused])).toEqual(Object.keys(encryptsNothing).sort());
});

test("every type that can be told of another region is judged for it, refused, or left out with a reason", () => {
  expect(open(elsewhere, [new Set(copyingTypes), refused])).toEqual(Object.keys(copiesNothing).sort());
});

test("every type that can be made public is judged for it, refused, or left out with a reason", () => {
  expect(open(exposure, [closing, refused])).toEqual(Object.keys(opensNothing).sort());
});

test("what is refused exists, and no table judges it as one that may be made", () => {
  expect([...refused].filter((type) => !sdk.has(type))).toEqual([]);
  expect(Object.keys(refusedTypes).filter((type) => encrypting.has(type))).toEqual([]);
});
