/** Workflows that restore and rehearse: what they run, and that each may do that and no more. */
import { RecoveryWorkflows } from "../../components/backup";
import {
  evacuationRights,
  rehearsalStatements,
  restoreRights,
  restoreStatements,
  testRights,
  watchRights,
  watchStatements,
} from "../../components/backup/recoveryRights";
import { recoveryTemplates, restoreParameters } from "../../components/backup/recoveryTemplates";
import { restoreRequest } from "../../components/database/restoreRequest";
import { restorePhases } from "../../components/database/restoreSteps";
import type { NamespaceRights } from "../../components/automation";
import { boundaryStatements } from "../../components/identities/boundary";
import { databaseClusters, ledgerOf } from "../../components/facts/databaseClusters";
import { keyPrefixes } from "../../components/facts/objectCopies";
import { ageHoursMax } from "../../components/facts/rehearsals";
import { allRegions } from "../../components/facts/regions";
import { groupsKeptIn } from "../../components/facts/repositories";
import { decide, statementsIn } from "../../policies/shared/policyEvaluator";
import { evacuateRegion } from "../../scripts/recovery/evacuate";
import { testPhases } from "../../scripts/recovery/test";
import { watchRegion } from "../../scripts/recovery/watch";
import { built, refusal, type Built } from "../support/built";
import { checkCustomResource, isCustomResource } from "../support/customResourceSchema";
import type { LocatedResource } from "../support/plan";
import { testContext } from "../support/testContext";

const account = "111122223333";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const roles = ["africa", "asia"].map(
  (name) => `arn:aws:iam::${account}:role/azora-${name}-wf-restore-database`,
);
const context = testContext("europe");
const args = {
  context,
  clusterName: context.name("cluster"),
  clusterArn: `arn:aws:eks:eu-central-1:${account}:cluster/azora-europe-cluster`,
  imageDigest: digest,
  securityGroupId: "sg-1",
  alertTopicArn: `arn:aws:sns:eu-central-1:${account}:azora-europe-alerts`,
  after: [],
};
const build = (
  more: Partial<typeof args> & { readonly restorerRoleArns?: readonly string[] } = {},
): Promise<Built> =>
  built(() => {
    new RecoveryWorkflows("recovery", { ...args, ...more });
  });

let made: Built;
beforeAll(async () => {
  made = await build({ restorerRoleArns: roles });
});

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}
interface Spec {
  readonly serviceAccountName: string;
  readonly arguments?: { readonly parameters: readonly Readonly<Record<string, unknown>>[] };
  readonly templates: readonly {
    readonly name: string;
    readonly container?: Container;
    readonly steps?: unknown;
  }[];
}
const specOf = (name: string): Spec => made.named(`recovery-${name}`).inputs.spec as unknown as Spec;

test("satisfy the definitions of Argo's objects", () => {
  const objects = made.resources.filter(({ type }) => isCustomResource(type));
  expect(objects).toHaveLength(7);
  for (const resource of objects) {
    const located = { stack: "test", resource: { ...resource, resolved: resource.inputs } };
    expect(checkCustomResource(located as unknown as LocatedResource).faults).toEqual([]);
  }
});

test.each(Object.entries(recoveryTemplates))("%s runs the operator as an account of its own", (key, name) => {
  const { serviceAccountName, templates } = specOf(key);
  expect(serviceAccountName).toBe(name);
  const containers = templates.flatMap(({ container }) => container ?? []);
  expect(containers.length).toBeGreaterThan(0);
  for (const { image, env } of containers) {
    expect(image).toBe(`${account}.dkr.ecr.eu-central-1.amazonaws.com/platform/operator@${digest}`);
    expect(env).toContainEqual({ name: "AZORA_REGION", value: "europe" });
  }
});

test("a restore and an evacuation are never under way at once", () => {
  const held = (name: string): unknown =>
    (specOf(name) as Spec & { readonly synchronization?: unknown }).synchronization;
  expect(held("restore")).toEqual({ mutexes: [{ name: "database-leads" }] });
  expect(held("evacuation")).toEqual(held("restore"));
  expect(held("watch")).toBeUndefined();
});

test("a rehearsal is done when it is due, and by a person at any time", () => {
  for (const name of ["test", "evacuation"]) {
    const { arguments: asked, templates } = specOf(name);
    expect(asked?.parameters).toEqual([
      expect.objectContaining({ name: "if-due", value: "yes", enum: ["yes", "no"] }),
    ]);
    expect(templates[0]?.container?.args).toEqual([
      "recovery",
      name,
      "--if-due={{workflow.parameters.if-due}}",
    ]);
  }
});

test.each([
  ["test", "0 11 * * *"],
  ["evacuation", "0 2 * * *"],
  ["watch", "17 * * * *"],
])("%s is looked at by itself, one at a time", (key, cron) => {
  expect(made.named(`recovery-${key}-schedule`).inputs.spec).toMatchObject({
    schedules: [cron],
    concurrencyPolicy: "Forbid",
    workflowSpec: { workflowTemplateRef: { name: `recovery-${key}` } },
  });
});

describe("a restore", () => {
  test("asks for what npm run restore asks for, and passes it on as it is", () => {
    const { arguments: asked, templates } = specOf("restore");
    const names = asked?.parameters.map(({ name }) => name) ?? [];
    expect(names).toEqual(
      expect.arrayContaining(["cluster", "to", "target", "reason", "requester", "approver", "lost"]),
    );
    const [print, restore] = ["print", "restore"].map((name) => templates.find((each) => each.name === name));
    const passed = names.map((name) => `--${String(name)}={{inputs.parameters.${String(name)}}}`);
    expect(restore?.container?.args).toEqual(["restore", ...passed]);
    expect(print?.container?.args).toEqual(["restore", ...passed, "--dry-run"]);
  });

  test("prints every step before it does any", () => {
    const [first] = specOf("restore").templates;
    const steps = first?.steps as readonly (readonly { readonly template: string }[])[];
    expect(steps.map(([step]) => step?.template)).toEqual(["print", "restore"]);
  });

  test("takes clusters that the region may lead, and no target but the region", () => {
    const parameters = restoreParameters("asia");
    const led = databaseClusters().filter(({ home, partner }) => home === "asia" || partner === "asia");
    expect(led.length).toBeGreaterThan(0);
    expect(parameters.find(({ name }) => name === "cluster")?.enum).toEqual(led.map(({ name }) => name));
    expect(parameters.find(({ name }) => name === "target")).toMatchObject({ enum: ["asia"], value: "asia" });
  });

  test("cannot be asked for without who, who else, and why", () => {
    const open = restoreParameters("asia").filter(({ value }) => value === undefined);
    expect(open.map(({ name }) => name)).toEqual(["cluster", "to", "reason", "requester", "approver"]);
  });
});

/** A right in a namespace. @example "postgres: apps statefulsets/scale patch" */
type Right = string;

const rightsIn = (rights: readonly NamespaceRights[]): ReadonlySet<Right> =>
  new Set(
    rights.flatMap(({ namespace, rules }) =>
      rules.flatMap(({ apiGroups, resources, verbs }) =>
        (apiGroups as string[]).flatMap((group) =>
          (resources as string[]).flatMap((resource) =>
            (verbs as string[]).map((verb) => `${namespace}: ${group} ${resource} ${verb}`),
          ),
        ),
      ),
    ),
  );

/** What kubectl asks of the API for a command ("kubectl reference", kubernetes.io; its own source for what it looks up first). */
function needs(command: string): readonly Right[] {
  const calls = [...command.matchAll(/kubectl --context \S+ --namespace (\S+) ([^|;)]*)/g)];
  return calls.flatMap(([, namespace = "", words = ""]) => {
    const right = (group: string, resource: string, verb: string): Right =>
      `${namespace}: ${group} ${resource} ${verb}`;
    const [verb, ...rest] = words.trim().split(/\s+/);
    switch (verb) {
      case "scale":
        return rest
          .filter((word) => word.includes("/") && !word.startsWith("--"))
          .map((word) => `${word.split("/")[0] ?? ""}s`)
          .flatMap((kind) => [right("apps", kind, "get"), right("apps", `${kind}/scale`, "patch")]);
      case "exec":
        return [right("", "pods", "get"), right("", "pods/exec", "create")];
      case "auth":
        // Everybody may ask what they may do.
        return [];
      case "logs":
        return [right("batch", "jobs", "get"), right("", "pods", "list"), right("", "pods/log", "get")];
      case "create":
        return rest[0] === "job"
          ? [right("batch", "cronjobs", "get"), right("batch", "jobs", "create")]
          : [right("batch", "jobs", "create")];
      case "get": {
        const [what = ""] = rest;
        if (what.startsWith("job/")) return [right("batch", "jobs", "get")];
        if (what === "backups.velero.io") return [right("velero.io", "backups", "list")];
        return [right(what === "jobs" ? "batch" : "", what, "list")];
      }
      default:
        throw new Error(`nobody knows what "kubectl ${words}" needs`);
    }
  });
}

describe("rights", () => {
  const now = new Date("2026-11-27T12:00:00Z");
  const places = {
    accountIds: Object.fromEntries(allRegions().map(({ name }) => [name, account])),
    domain: "x.y",
  };

  /** Commands of every restore that a person may ask for. */
  function restoreCommands(): readonly string[] {
    return databaseClusters().flatMap((cluster) => {
      const { name, home, partner } = cluster;
      const words = { cluster: name, reason: "a trial of rights", requester: "ada", approver: "grace" };
      return [
        { ...words, to: "latest", target: partner, lost: home },
        { ...words, to: "2026-11-27T11:00:00Z", target: home },
        ...(ledgerOf(cluster) === undefined ? [{ ...words, to: "latest", target: home, table: "a.b" }] : []),
      ].flatMap((asked) =>
        restorePhases(restoreRequest(asked, now), places).flatMap(({ steps }) =>
          steps.map(({ command }) => command),
        ),
      );
    });
  }

  /** Commands of a function that is given a shell which answers as it is told. */
  async function commandsOf(
    run: (
      shell: (command: string) => Promise<{ status: number; printed: string; said: string }>,
    ) => Promise<unknown>,
    answer: (command: string) => string,
  ): Promise<readonly string[]> {
    const commands: string[] = [];
    await run((command) => {
      commands.push(command);
      return Promise.resolve({ status: 0, printed: answer(command), said: "" });
    });
    return commands;
  }

  const covered = (commands: readonly string[], rights: readonly NamespaceRights[]): void => {
    const needed = new Set(commands.flatMap(needs));
    const given = rightsIn(rights);
    expect([...needed].filter((right) => !given.has(right))).toEqual([]);
    // What no command needs nobody has, but for what a client of another version asks instead.
    const spare = [...given].filter((right) => !needed.has(right));
    const other = / (pods\/exec get|pods get|pods list|\S+\/scale (get|update))$/;
    expect(spare.filter((right) => !other.test(right))).toEqual([]);
  };

  test("of a restore are what its commands need, in every region", () => {
    covered(restoreCommands(), restoreRights);
  });

  test("of a test are what its commands need", () => {
    const commands = groupsKeptIn("europe")
      .flatMap((group) => testPhases("europe", group, "x"))
      .flatMap(({ steps }) => steps.map(({ command }) => command));
    covered(commands, testRights);
  });

  test("of an evacuation are what its commands need", async () => {
    const led = { leader: "europe-0" };
    const commands = await commandsOf(
      (shell) =>
        evacuateRegion("europe", shell, { now: () => 0, pause: () => Promise.resolve() }, () => undefined),
      (command) => {
        led.leader = /--candidate (\S+)/.exec(command)?.[1] ?? led.leader;
        if (!command.includes(" list ")) return "t";
        const names = ["europe-0", ...allRegions().map(({ name }) => `${name}-1`)];
        return JSON.stringify(
          names.map((Member) => ({
            Member,
            Role: Member === led.leader ? "Leader" : "Sync Standby",
            State: "running",
          })),
        );
      },
    );
    expect(commands.some((command) => command.includes("switchover"))).toBe(true);
    covered(commands, evacuationRights);
  });

  test("of the watch are what its commands need", async () => {
    const commands = await commandsOf(
      (shell) => watchRegion(shell, { region: "europe", accountId: account }, now, 1),
      (command) => (command.startsWith("kubectl") ? '{"items": []}' : "null"),
    );
    covered(commands, watchRights);
  });

  test("each account has its template's, and the others' restores have those of a restore here", () => {
    const inNamespace = (name: string): unknown => made.named(name).inputs.rules;
    expect(inNamespace("recovery-test-account-postgres-trial")).toEqual(testRights[0]?.rules);
    expect(inNamespace("recovery-restore-account-postgres")).toEqual(restoreRights[0]?.rules);
    for (const { namespace, rules } of restoreRights) {
      expect(inNamespace(`recovery-restorers-${namespace}`)).toEqual(rules);
      expect(made.named(`recovery-restorers-${namespace}-binding`).inputs.subjects).toEqual([
        expect.objectContaining({ kind: "Group", name: "azora:restorers" }),
      ]);
    }
  });
});

describe("rights in AWS", () => {
  const bucket = `arn:aws:s3:::azora-europe-audit-${account}`;
  const may = (
    statements: readonly object[],
    action: string,
    resource: string,
    given: Readonly<Record<string, string>> = {},
  ): boolean =>
    decide(statementsIn(JSON.stringify({ Version: "2012-10-17", Statement: statements })), {
      action,
      resource,
      context: Object.fromEntries(Object.entries(given).map(([key, value]) => [key, [value]])),
    }) === "allowed";

  test("records are written, and neither read nor taken away", () => {
    for (const [statements, key] of [
      [rehearsalStatements(context), "europe/recovery/test/x"],
      [restoreStatements(context), "europe/restores/core/x"],
    ] as const) {
      expect(may(statements, "s3:PutObject", `${bucket}/${key}`)).toBe(true);
      expect(may(statements, "s3:PutObject", `${bucket}/other/x`)).toBe(false);
      // The bucket's own policy refuses keys that begin otherwise.
      expect(keyPrefixes("audit", "europe").some((prefix) => key.startsWith(prefix))).toBe(true);
      for (const action of [
        "s3:GetObject",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:PutObjectRetention",
      ])
        expect(may(statements, action, `${bucket}/${key}`)).toBe(false);
    }
  });

  test("the watch finds records, tells numbers of recovery, and writes nothing", () => {
    const statements = watchStatements(context);
    expect(may(statements, "s3:ListBucket", bucket, { "s3:prefix": "europe/recovery/test/" })).toBe(true);
    expect(may(statements, "s3:ListBucket", bucket, { "s3:prefix": "" })).toBe(false);
    const tells = (namespace: string): boolean =>
      may(statements, "cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": namespace });
    expect([tells("Azora/Recovery"), tells("AWS/Backup")]).toEqual([true, false]);
    expect(may(statements, "s3:PutObject", `${bucket}/europe/recovery/test/x`)).toBe(false);
  });

  test("the boundary lets a region's roles do all that", () => {
    const boundary = boundaryStatements({ accountId: account, domain: "azora.example", holder: "europe" });
    const tagged = { "aws:RequestedRegion": "af-south-1", "aws:ResourceTag/region": "africa" };
    const other = `arn:aws:eks:af-south-1:${account}:cluster/azora-africa-cluster`;
    expect(may(boundary, "eks:DescribeCluster", other, tagged)).toBe(true);
    expect(may(boundary, "eks:UpdateClusterConfig", other, tagged)).toBe(false);
    const here = { "aws:RequestedRegion": "eu-central-1" };
    expect(may(boundary, "s3:PutObject", `${bucket}/europe/recovery/test/x`, here)).toBe(true);
    expect(may(boundary, "cloudwatch:PutMetricData", "*", here)).toBe(true);
  });

  test("a restore finds clusters of the platform, and no others", () => {
    const cluster = (name: string): string => `arn:aws:eks:af-south-1:${account}:cluster/${name}`;
    expect(may(restoreStatements(context), "eks:DescribeCluster", cluster("azora-africa-cluster"))).toBe(
      true,
    );
    expect(may(restoreStatements(context), "eks:DescribeCluster", cluster("other"))).toBe(false);
  });
});

describe("other regions' restores", () => {
  const entries = (from: Built): readonly Readonly<Record<string, unknown>>[] =>
    from.inputsOf("aws:eks/accessEntry:AccessEntry");
  const doors = (from: Built): readonly Readonly<Record<string, unknown>>[] =>
    from.inputsOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");

  test("are let in by their role, with no right but the group's", () => {
    expect(
      entries(made).map(({ principalArn, kubernetesGroups }) => [principalArn, kubernetesGroups]),
    ).toEqual(roles.map((role) => [role, ["azora:restorers"]]));
    expect(made.inputsOf("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")).toEqual([]);
    const others = allRegions().filter(({ name }) => name !== "europe");
    expect(new Set(doors(made).map(({ cidrIpv4 }) => cidrIpv4))).toEqual(
      new Set(others.map(({ cidr }) => cidr)),
    );
    expect(doors(made)).toHaveLength(others.length);
  });

  test("have no door where there are none", async () => {
    const alone = await build();
    expect([entries(alone), doors(alone)]).toEqual([[], []]);
  });
});

test("an alarm asks for the age of each kind, and for silence", () => {
  const alarms = made.inputsOf("aws:cloudwatch/metricAlarm:MetricAlarm");
  const asked = alarms.map(({ dimensions, threshold, treatMissingData, alarmActions }) => [
    (dimensions as { Kind: string }).Kind,
    threshold,
    treatMissingData,
    alarmActions,
  ]);
  expect(asked.sort()).toEqual(
    Object.entries(ageHoursMax)
      .map(([kind, hours]) => [kind, hours, "breaching", [args.alertTopicArn]])
      .sort(),
  );
});

test.each([
  [
    { imageDigest: "latest" },
    'RecoveryWorkflows.imageDigest is "latest"; allowed: sha256: and 64 hexadecimal digits',
  ],
  [
    { restorerRoleArns: ["somebody"] },
    'RecoveryWorkflows.restorerRoleArns is "somebody"; allowed: arn:aws:iam::<account>:role/<name>',
  ],
])("%j is refused before anything is made", async (more, said) => {
  expect(await refusal(() => new RecoveryWorkflows("recovery", { ...args, ...more }))).toBe(said);
});
