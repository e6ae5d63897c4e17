import { dataClassNames } from "../../components/facts/dataClasses";
import { RegionKeys } from "../../components/keys";
import { built, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

describe("a region's keys", () => {
  let keys: Built;
  beforeAll(async () => {
    keys = await built(() => new RegionKeys("africa", { context: testContext("africa") }));
  });
  const policy = (dataClass: string): ReturnType<typeof statementsOf> =>
    statementsOf(keys.named(`africa-${dataClass}`).inputs.policy);

  test("are one a data class, multi-region, rotated yearly, protected, and 30 days from deletion", () => {
    const made = keys.ofType("aws:kms/key:Key");
    expect(made.map(({ name }) => name)).toEqual(
      dataClassNames.map((dataClass) => `africa-${dataClass}`).sort(),
    );
    for (const { inputs, protect } of made) {
      expect(protect).toBe(true);
      expect(inputs).toMatchObject({
        multiRegion: true,
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
      });
    }
    for (const dataClass of dataClassNames) {
      expect(keys.named(`africa-${dataClass}`).inputs.tags).toMatchObject({ "data-class": dataClass });
    }
  });

  test("have an alias by region and class", () => {
    expect(keys.inputsOf("aws:kms/alias:Alias").map(({ name }) => name)).toEqual(
      dataClassNames.map((dataClass) => `alias/azora/africa/${dataClass}`).sort(),
    );
  });

  test("name no wildcard principal, and are administered by their own account", () => {
    for (const dataClass of dataClassNames) {
      for (const { Principal } of policy(dataClass)) expect(JSON.stringify(Principal)).not.toContain("*");
      expect(policy(dataClass)[0]).toMatchObject({
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
      });
    }
  });

  test("let a service act only for this account, but for EventBridge, which sends no condition", () => {
    const events = policy("internal").find(({ Sid }) => Sid === "EventsToQueues");
    expect(events).toEqual({
      Sid: "EventsToQueues",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
    });
    for (const statement of dataClassNames.flatMap(policy)) {
      if (statement["Sid"] === "EventsToQueues") continue;
      if (!JSON.stringify(statement["Principal"]).includes('"Service":')) continue;
      expect(JSON.stringify(statement["Condition"])).toContain("111122223333");
    }
  });

  test("serve what their class needs and nothing else", () => {
    const sids = (dataClass: string): unknown[] => policy(dataClass).map(({ Sid }) => Sid);
    expect(sids("personal")).toEqual(["AccountAdministers"]);
    expect(sids("internal")).toEqual(["AccountAdministers", "NodeDisks", "NodeDiskGrants", "EventsToQueues"]);
    expect(sids("operational")).toEqual([
      "AccountAdministers",
      "LogGroups",
      "LogDelivery",
      "Inventories",
      "ReportsOnBackups",
      "AlarmsToTopics",
    ]);
    expect(sids("audit")).toEqual(["AccountAdministers", "LogGroups"]);
  });

  test("let disks be granted to AWS resources only, and log groups of this region only", () => {
    expect(policy("internal").find(({ Sid }) => Sid === "NodeDiskGrants")).toMatchObject({
      Action: "kms:CreateGrant",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
    expect(policy("audit").find(({ Sid }) => Sid === "LogGroups")).toMatchObject({
      Principal: { Service: "logs.af-south-1.amazonaws.com" },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:af-south-1:111122223333:log-group:*",
        },
      },
    });
  });
});
