import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plan } from "../../preview/plan";
import { Checkout } from "../support/checkout";
import { testDay } from "../support/cli";
import type { Break } from "../support/mutations";

const waiver = {
  policy: "tags-mandatory",
  resource: "urn:pulumi:europe::azora::*$aws:ec2/vpc:Vpc::*-foundation-network-vpc",
  owner: "ada@azora.example",
  approver: "grace@azora.example",
  reason: "its owner is being found",
  ticket: "AZ-17",
  created: "2026-11-01",
  expires: "2026-11-30",
};

let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout();
});
afterAll(() => {
  checkout.remove();
});

function said(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

describe("a violation with a waiver", () => {
  const entry = "tests/support/brokenProgram.ts";
  let stackFile = "";
  let before = "";
  const onDay = (day: string, ...more: readonly string[]) =>
    checkout.start(["--stack", "europe", "--as-of", day, ...more], {
      AZORA_ENTRY: path.join(checkout.home, entry),
    });
  beforeAll(() => {
    const change: Break = { type: "aws:ec2/vpc:Vpc", path: "tags.owner", to: "$absent" };
    stackFile = path.join(checkout.home, "Pulumi.europe.yaml");
    before = readFileSync(stackFile, "utf8");
    writeFileSync(stackFile, `${before.trimEnd()}\n  broken:field: '${JSON.stringify(change)}'\n`);
    checkout.write("policies/waivers.yaml", { waivers: [waiver] });
  });
  afterAll(() => {
    writeFileSync(stackFile, before);
    checkout.write("policies/waivers.yaml", { waivers: [] });
  });

  test("passes until it ends, and is shown with the days left", () => {
    const { status, stdout } = onDay(testDay);
    expect(said(stdout)).toContain("Waived (1) waived for 7 more days by grace@azora.example (AZ-17)");
    expect(status).toBe(0);
  });

  test("is the same for the packs", () => {
    expect(onDay(testDay, "--packs")).toMatchObject({ status: 0 });
  });

  test("is a violation again on the day after, and so is the waiver", () => {
    const { status, stdout } = onDay("2026-12-01");
    expect(said(stdout)).toContain("Violations (1) [tags-mandatory] tags.owner is");
    expect(said(stdout)).toContain(
      "Waivers that count for nothing (1) policies/waivers.yaml: waivers[0].expires is 2026-11-30, which is past: what tags-mandatory says of",
    );
    expect(status).toBe(1);
  });

  test("is so for the packs too", () => {
    const { status, stderr } = onDay("2026-12-01", "--packs");
    expect({ status, differences: stderr.split("\n").filter((line) => line.startsWith("error")) }).toEqual({
      status: 1,
      differences: [],
    });
  });

  test("is one in JSON too", () => {
    const { status, stdout } = onDay("2026-12-01", "--json");
    const { stacks, summary } = JSON.parse(stdout) as Plan;
    const violated = stacks.europe?.findings.filter(({ state }) => state === "violated");
    expect(violated?.map(({ policy, path: at }) => `${policy} ${at}`)).toEqual(["tags-mandatory tags.owner"]);
    expect(summary.waiverMistakes).toHaveLength(1);
    expect(status).toBe(1);
  });
});

test("a waiver that matches nothing is refused", () => {
  checkout.write("policies/waivers.yaml", { waivers: [waiver] });
  const { status, stdout } = checkout.start(["--as-of", testDay]);
  checkout.write("policies/waivers.yaml", { waivers: [] });
  expect(said(stdout)).toContain(`the waiver of tags-mandatory for ${waiver.resource} matches nothing`);
  expect(status).toBe(1);
});

test("a badly configured pack is refused, with every mistake", () => {
  const file = "policies/compliance/config.json";
  checkout.write(file, {
    "eks-private-endpoint": { enforcementLevel: "advisory" },
    "kubernetes-certificate-age": { daysMax: 9999 },
    "no-such-rule": {},
  });
  const { status, stdout, stderr } = checkout.start(["--stack", "europe", "--as-of", testDay]);
  checkout.write(file, {});
  expect(stderr.trim().split("\n")).toEqual([
    `error policies: ${file}: eks-private-endpoint.enforcementLevel is "advisory"; allowed: mandatory (a waiver accepts a violation for a while)`,
    `error policies: ${file}: kubernetes-certificate-age.daysMax is 9999; allowed: a number from 1 to 90`,
    `error policies: ${file}: no-such-rule is no rule of this pack`,
  ]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});
