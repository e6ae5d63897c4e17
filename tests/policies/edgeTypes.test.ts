import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { rule } from "../../policies/compliance/rules/edgeTypesAllowed";
import { edgePhases, edgeTypes, insteadOf } from "../../policies/shared/edgeTypes";
import { judge } from "../support/rules";

const root = path.resolve(__dirname, "..", "..", "node_modules", "@pulumi", "cloudflare");

/** Every type of the installed @pulumi/cloudflare. */
const sdk = new Set(
  readdirSync(root)
    .filter((file) => file.endsWith(".js"))
    .flatMap(
      (file) =>
        /__pulumiType = '(cloudflare:[^']+)'/.exec(readFileSync(path.join(root, file), "utf8"))?.[1] ?? [],
    ),
);

test("what is listed, and what is named as refused, exists in the SDK", () => {
  expect(sdk.size).toBeGreaterThan(250);
  expect([...Object.keys(edgeTypes), ...Object.keys(insteadOf)].filter((type) => !sdk.has(type))).toEqual([]);
  expect(Object.keys(insteadOf).filter((type) => type in edgeTypes)).toEqual([]);
});

test("every other type of the SDK is refused", () => {
  const refused = [...sdk].filter((type) =>
    judge(rule, [{ type, props: {} }]).some(({ path: at }) => at === ""),
  );
  expect(refused.sort()).toEqual([...sdk].filter((type) => !(type in edgeTypes)).sort());
});

test("each entry says what it is for", () => {
  const reasons = [...Object.values(edgeTypes), ...Object.values(edgePhases)].map(({ why }) => why);
  expect(reasons.filter((why) => why.length < 5)).toEqual([]);
});
