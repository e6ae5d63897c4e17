import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { AutomationAccount, AutomationEngine, type AutomationAccountArgs } from "../../components/automation";
import { eventBusSpec } from "../../components/automation/eventsValues";
import { automationLimits, workflowTimes } from "../../components/facts/automation";
import { namespaces } from "../../components/facts/namespaces";
import { recovery } from "../../components/facts/promises";
import { containsSecret } from "../../preview/engine/values";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { chartReferences, valueFaults } from "../support/helmPaths";
import { testContext } from "../support/testContext";

const context = testContext("africa");
const clusterArn = "arn:aws:eks:af-south-1:111122223333:cluster/azora-africa-cluster";
const access = {
  issuerUrl: "https://id.azora.example/realms/staff",
  url: "https://workflows.azora.example",
  clientSecret: "hush",
};
const values = (made: Built, name: string): unknown => made.named(name).inputs.values;

describe("the automation engine", () => {
  let engine: Built;
  beforeAll(async () => {
    engine = await built(() => new AutomationEngine("engine", { context, after: [] }));
  });

  test("sets only values that its charts have", () => {
    const references = chartReferences();
    for (const { inputs } of engine.ofType("kubernetes:helm.sh/v3:Release")) {
      const reference = references.get(inputs.chart as string);
      expect(reference && valueFaults(inputs.values, reference)).toEqual([]);
    }
  });

  test("stays in its namespace, with two controllers of which one may go", () => {
    expect(values(engine, "engine-workflows")).toMatchObject({
      singleNamespace: true,
      createAggregateRoles: false,
      controller: {
        replicas: 2,
        pdb: { enabled: true, minAvailable: 1 },
        workflowNamespaces: ["automation"],
        clusterWorkflowTemplates: { enabled: false },
      },
    });
    expect(values(engine, "engine-events")).toMatchObject({
      createAggregateRoles: false,
      controller: { replicas: 2, pdb: { enabled: true, minAvailable: 1 }, rbac: { namespaced: true } },
    });
  });

  test("runs templates only, each with an end, and what names no account as one that may do nothing", () => {
    expect(values(engine, "engine-workflows")).toMatchObject({
      controller: {
        workflowRestrictions: { templateReferencing: "Secure" },
        parallelism: automationLimits.workflows,
        workflowDefaults: {
          spec: {
            activeDeadlineSeconds: recovery.rtoMinutesMax * 60,
            serviceAccountName: "without-rights",
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            ttlStrategy: {
              secondsAfterSuccess: 86_400,
              secondsAfterFailure: workflowTimes.keptAfterFailureSeconds,
            },
            podGC: { strategy: "OnPodCompletion" },
          },
        },
      },
    });
    const bound = engine.ofType("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding");
    expect(bound).toEqual([]);
  });

  test("has no console until somebody says who lets people in", () => {
    expect(values(engine, "engine-workflows")).toMatchObject({ server: { enabled: false } });
  });

  test("keeps artifacts under the home's prefix, account by account, without keys of its own", () => {
    expect(values(engine, "engine-workflows")).toMatchObject({
      useStaticCredentials: false,
      artifactRepository: {
        archiveLogs: true,
        s3: {
          bucket: "azora-africa-backups-111122223333",
          endpoint: "s3.af-south-1.amazonaws.com",
          useSDKCreds: true,
          insecure: false,
          keyFormat: "africa/automation/{{workflow.serviceAccountName}}/{{workflow.name}}/{{pod.name}}",
        },
      },
    });
    expect(JSON.stringify(values(engine, "engine-workflows"))).not.toContain("accessKeySecret");
  });

  test("has a bus of three in three zones, on volumes that are encrypted, of images of ours", () => {
    expect(engine.named("engine-bus").inputs).toMatchObject({
      kind: "EventBus",
      metadata: { name: "default", namespace: "automation" },
      spec: {
        jetstream: {
          version: "2.10.10",
          replicas: 3,
          persistence: { storageClassName: "gp3-encrypted", accessMode: "ReadWriteOncePod" },
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: "topology.kubernetes.io/zone" },
              ],
            },
          },
        },
      },
    });
    expect(values(engine, "engine-events")).toMatchObject({
      configs: {
        jetstream: {
          versions: [
            {
              version: "2.10.10",
              natsImage: "111122223333.dkr.ecr.af-south-1.amazonaws.com/platform/nats:2.10.10",
            },
          ],
        },
      },
    });
    expect(engine.named("engine-bus-budget").inputs.spec).toMatchObject({ maxUnavailable: 1 });
  });

  test("gives no pod a token that it does not ask for", () => {
    const accounts = engine.inputsOf("kubernetes:core/v1:ServiceAccount");
    expect(accounts).toHaveLength(2);
    for (const account of accounts) expect(account.automountServiceAccountToken).toBe(false);
  });

  test("fits into its namespace with all that may run at once", () => {
    const { quota } = namespaces.automation;
    const pods = automationLimits.workflows * automationLimits.podsPerWorkflow;
    expect(quota.pods).toBeGreaterThanOrEqual(pods + 7);
    // Limits of a workflow's containers, and of controllers and bus.
    expect(quota.memoryGib * 1024).toBeGreaterThanOrEqual(pods * (512 + 256) + 2 * 1024 + 2 * 256 + 3 * 608);
  });
});

describe("the console", () => {
  test("lets in by the issuer only, over TLS 1.3, with rights by group", async () => {
    const engine = await built(() => new AutomationEngine("engine", { context, console: access, after: [] }));
    expect(values(engine, "engine-workflows")).toMatchObject({
      server: {
        enabled: true,
        secure: true,
        authModes: ["sso"],
        extraEnv: [{ name: "TLS_MIN_VERSION", value: "1.3" }],
        sso: {
          enabled: true,
          issuer: access.issuerUrl,
          redirectUrl: "https://workflows.azora.example/oauth2/callback",
          rbac: { enabled: true },
        },
      },
    });
    const reference = chartReferences().get("argo-workflows");
    expect(reference && valueFaults(values(engine, "engine-workflows"), reference)).toEqual([]);
    expect(containsSecret(engine.named("engine-console-client").inputs.stringData)).toBe(true);
  });

  test.each([
    ["issuerUrl", "http://id.azora.example"],
    ["url", "https://workflows.azora.example/"],
  ])("is refused with the %s %s, before anything is created", async (field, url) => {
    const make = (): unknown =>
      new AutomationEngine("engine", { context, console: { ...access, [field]: url }, after: [] });
    expect(await refusal(make)).toBe(
      `AutomationEngine.console.${field} is "${url}"; allowed: https://…, without a slash at the end`,
    );
  });
});

describe("an account of a template", () => {
  const make = (changes: Partial<AutomationAccountArgs> = {}): unknown =>
    new AutomationAccount("account", {
      context,
      clusterName: "azora-africa-cluster",
      clusterArn,
      template: "restart-pods",
      rights: [{ namespace: "shop", rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["delete"] }] }],
      after: [],
      ...changes,
    });

  test("may report results, do what it is for where it is for it, and no more", async () => {
    const account = await built(() => make());
    expect(account.named("account").inputs).toMatchObject({
      metadata: { name: "restart-pods", namespace: "automation" },
      // Its pods report by it; Argo cannot ask for one where the account says no.
      automountServiceAccountToken: true,
    });
    expect(account.named("account-automation").inputs.rules).toEqual([
      { apiGroups: ["argoproj.io"], resources: ["workflowtaskresults"], verbs: ["create", "patch"] },
    ]);
    expect(account.named("account-shop").inputs).toMatchObject({
      metadata: { name: "automation-restart-pods", namespace: "shop" },
      rules: [{ resources: ["pods"], verbs: ["delete"] }],
    });
    expect(account.named("account-shop-binding").inputs).toMatchObject({
      roleRef: { kind: "Role", name: "automation-restart-pods" },
      subjects: [{ kind: "ServiceAccount", name: "restart-pods", namespace: "automation" }],
    });
  });

  test("keeps logs and artifacts in a folder of its own, and ends none", async () => {
    const account = await built(() => make());
    expect(account.named("account-role").inputs.name).toBe("azora-africa-wf-restart-pods");
    const [find, keep, encrypt] = statementsOf(account.named("account-role-artifacts").inputs.policy);
    const folder = "africa/automation/restart-pods/*";
    expect(find).toMatchObject({ Condition: { StringLike: { "s3:prefix": folder } } });
    expect(keep).toMatchObject({
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      Resource: `arn:aws:s3:::azora-africa-backups-111122223333/${folder}`,
    });
    expect(encrypt).toMatchObject({
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/azora/africa/personal" },
        StringEquals: { "kms:ViaService": "s3.af-south-1.amazonaws.com" },
      },
    });
  });

  test.each<[string, Partial<AutomationAccountArgs>, string]>([
    [
      "a name that is none",
      { template: "Restart" },
      'AutomationAccount.template is "Restart"; allowed: 2 to 40 lower-case letters, digits and hyphens',
    ],
    [
      "a name with which a role would be too long",
      { template: "a".repeat(41) },
      `AutomationAccount.template is "${"a".repeat(41)}"; allowed: 2 to 40 lower-case letters, digits and hyphens`,
    ],
    [
      "every right in a namespace",
      { rights: [{ namespace: "shop", rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] }] },
      'AutomationAccount.rights of shop is [{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]; allowed: verbs, resources and groups by their names',
    ],
  ])("is refused with %s, before anything is created", async (_, changes, message) => {
    expect(await refusal(() => make(changes))).toBe(message);
  });
});

const schemaFile = path.resolve(
  __dirname,
  ...["..", "..", "..", "shared", "reference", "schemas", "argo-events", "schema.json"],
);

/** The bus's definition leaves its specification open, so it is held against Argo Events' own schema. */
describe("the bus's specification", () => {
  interface Schemas {
    readonly definitions: Readonly<
      Record<string, { readonly properties: Readonly<Record<string, unknown>> }>
    >;
  }
  const there = existsSync(schemaFile);
  if (!there) process.stderr.write(`not checked against Argo Events' schema: ${schemaFile} is not there\n`);

  (there ? test : test.skip)("has no field that Argo Events does not know, and each of its kind", () => {
    const schemas = JSON.parse(readFileSync(schemaFile, "utf8")) as Schemas;
    const spec = (eventBusSpec("gp3-encrypted") as { readonly jetstream: object }).jetstream;
    const bus = "io.argoproj.events.v1alpha1.JetStreamBus";
    const validate = new Ajv({ strict: false, validateFormats: false }).compile({
      definitions: schemas.definitions,
      $ref: `#/definitions/${bus}`,
    });
    expect([validate(spec), validate.errors]).toEqual([true, null]);
    expect(
      Object.keys(spec).filter((field) => !(field in (schemas.definitions[bus]?.properties ?? {}))),
    ).toEqual([]);
  });
});
