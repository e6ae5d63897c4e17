import fc from "fast-check";
import { judgeOpenTexts } from "../../policies/framework/evaluate";
import { loadPlanRules } from "../../policies/framework/load";
import type { OpenText } from "../../policies/framework/rule";
import { Gates } from "../../preview/gates";
import { unknownSentinel, wireSecret, type WireObject } from "../../preview/engine/values";
import { testDay } from "../support/cli";
import { recordedFixtures } from "../support/rules";

const urn = "urn:pulumi:test::azora::test:index/thing:Thing::thing";

function open(path: string, text: string): OpenText {
  return { path, key: path.split(".").at(-1) ?? "", text };
}

function judgeText(type: string, path: string, text: string): string[] {
  return judgeOpenTexts(loadPlanRules(), { urn, type }, [open(path, text)]).map(({ policy }) => policy);
}

/** What the plan's own rules say of one resource with these inputs. */
function judgeInputs(type: string, inputs: WireObject, preview = true): string[] {
  const { verdicts } = new Gates([], testDay, preview).judge(
    "test",
    recordedFixtures([{ type, props: inputs }]),
  );
  return verdicts.map(({ policy, path }) => `${policy} ${path}`);
}

const release = "kubernetes:helm.sh/v3:Release";

test.each([
  ["kubernetes:core/v1:Secret", { stringData: { anything: "x" } }, "stringData.anything"],
  ["kubernetes:core/v1:Secret", { data: { "tls.key": "eA==" } }, 'data["tls.key"]'],
  ["pulumi:providers:kubernetes", { kubeconfig: "{}" }, "kubeconfig"],
  ["aws:secretsmanager/secretVersion:SecretVersion", { secretString: "x" }, "secretString"],
  [release, { values: { auth: { adminPassword: "x" } } }, "values.auth.adminPassword"],
  [release, { repositoryOpts: { password: "x" } }, "repositoryOpts.password"],
  ["aws:rds/instance:Instance", { password: "x" }, "password"],
  ["test:index/thing:Thing", { list: [{ apiKey: "x" }] }, "list[0].apiKey"],
])(
  "%s with a secret in plain text at its place is refused, and accepted when it is marked",
  (type, inputs, at) => {
    expect(judgeInputs(type, inputs)).toEqual([`secrets-marked ${at}`]);
    expect(judgeInputs(type, inputs, false)).toEqual([`secrets-marked ${at}`]);
    const [[key, value] = ["", null]] = Object.entries(inputs as WireObject);
    expect(judgeInputs(type, { [key]: wireSecret(value) })).toEqual([]);
  },
);

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const inPod = "spec.template.spec.containers[0]";
const deploymentOf = (container: WireObject): WireObject => ({
  spec: { template: { spec: { containers: [container] } } },
});

test.each<[string, WireObject, string]>([
  ["kubernetes:core/v1:SecretPatch", { stringData: { anything: "x" } }, "stringData.anything"],
  ["kubernetes:core/v1:SecretList", { items: [{ data: { a: "eA==" } }] }, "items[0].data.a"],
  [
    "kubernetes:apps/v1:Deployment",
    deploymentOf({ env: [{ name: "DB_PASSWORD", value: "hunter2-hunter2" }] }),
    `${inPod}.env[0].value`,
  ],
  ["kubernetes:apps/v1:Deployment", deploymentOf({ args: ["--password=hunter2"] }), `${inPod}.args[0]`],
  ["kubernetes:apps/v1:Deployment", deploymentOf({ args: ["--api-key", "hunter2"] }), `${inPod}.args[1]`],
  [
    "kubernetes:apps/v1:Deployment",
    deploymentOf({ command: ["sh -c 'x --token hunter2'"] }),
    `${inPod}.command[0]`,
  ],
  [release, { values: { env: [{ name: "DB_PASSWORD", value: "hunter2" }] } }, "values.env[0].value"],
  [release, { values: { set: [{ name: "auth.password", value: 20241124 }] } }, "values.set[0].value"],
  [release, { values: { redis: { tls: { password: "hunter2" } } } }, "values.redis.tls.password"],
  [release, { values: { redis: { tls: { privateKey: "abc" } } } }, "values.redis.tls.privateKey"],
  [release, { values: { passwords: ["x"] } }, "values.passwords[0]"],
  [release, { values: { volumes: { password: "hunter2" } } }, "values.volumes.password"],
  [release, { values: { secretRef: { token: "Hunter2!" } } }, "values.secretRef.token"],
  [release, { values: { auth: { clientSecret: "hunter2" } } }, "values.auth.clientSecret"],
  ["aws:rds/instance:Instance", { password: "20241124" }, "password"],
  ["aws:rds/instance:Instance", { password: 20241124 }, "password"],
  ["aws:rds/instance:Instance", { passwordWo: "x" }, "passwordWo"],
  [
    "aws:ecs/taskDefinition:TaskDefinition",
    { containerDefinitions: JSON.stringify([{ environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }]) },
    "containerDefinitions[0].environment[0].value",
  ],
  [
    "aws:codebuild/project:Project",
    { environment: { environmentVariables: [{ name: "API_TOKEN", value: "x", type: "PLAINTEXT" }] } },
    "environment.environmentVariables[0].value",
  ],
  [
    "aws:ec2/launchTemplate:LaunchTemplate",
    { userData: "#!/bin/sh\nexport DB_PASSWORD=hunter2\n" },
    "userData",
  ],
  [
    "aws:ec2/launchTemplate:LaunchTemplate",
    { userData: base64("export DB_PASSWORD='hunter2'\n") },
    "userData",
  ],
  [
    "aws:ec2/launchTemplate:LaunchTemplate",
    { userData: base64(JSON.stringify({ password: "x" })) },
    "userData.password",
  ],
  [
    "kubernetes:core/v1:ConfigMap",
    { data: { "app.properties": "a=b\ndb.password=hunter2" } },
    'data["app.properties"]',
  ],
  [
    "kubernetes:core/v1:ConfigMap",
    { data: { "app.yaml": "db:\n  password: hunter2\n" } },
    'data["app.yaml"]',
  ],
  [
    "kubernetes:core/v1:ConfigMap",
    { data: { "pod.yaml": "env:\n  - name: DB_PASSWORD\n    value: hunter2\n" } },
    'data["pod.yaml"]',
  ],
  ["kubernetes:core/v1:ConfigMap", { binaryData: { app: base64("token=hunter2 # x\n") } }, "binaryData.app"],
])("%s with a secret where programs read it is refused: %j", (type, inputs, at) => {
  const marked = (rule: string): string[] =>
    judgeInputs(type, inputs).filter((line) => line.startsWith(rule));
  expect(marked("secrets-marked")).toEqual([`secrets-marked ${at}`]);
});

test.each<[string, WireObject]>([
  [
    "a password that is filled in where it runs",
    { args: ["--password=$(DB_PASSWORD)", "--token", "${TOKEN}"] },
  ],
  [
    "the file that holds it",
    { env: [{ name: "DB_PASSWORD", value: "/run/secrets/db" }], args: ["--private-key=/a/b"] },
  ],
  [
    "where CodeBuild takes it from",
    { env: [{ name: "DB_PASSWORD", value: "db:password", type: "SECRETS_MANAGER" }] },
  ],
  [
    "a reference to a Secret",
    { env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "x" } } }] },
  ],
  ["names of Secrets", { imagePullSecrets: ["regcred"], existingSecret: "db", tls: { secret: "api-tls" } }],
  ["how many there are", { hard: { secrets: "100" }, maxTokens: 4096 }],
  [
    "a variable that is set by a command",
    { userData: "TOKEN=$(curl -sX PUT http://169.254.169.254/latest/api/token)" },
  ],
  ["a comparison", { script: 'if token == "x"; then :; fi; [ "$TOKEN" = "x" ]' }],
  ["prose", { description: "password: the one that people type, never stored" }],
  ["a switch", { args: ["--enable-secrets=true"], manageMasterUserPassword: true }],
  ["a template", { "app.yaml": "password: {{ .Values.password }}\nsecrets:\n  - a\ntoken: <token>" }],
  ["another setting", { parameters: [{ name: "password_encryption", value: "scram-sha-256" }] }],
  [
    "a claim of a token",
    { policy: '{"Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts"}}}' },
  ],
])("%s is no secret", (_what, inputs) => {
  expect(judgeInputs("test:index/thing:Thing", inputs)).toEqual([]);
});

test("what lies deeper than anybody writes is not looked into", () => {
  const wrapped = (times: number): string =>
    Array.from({ length: times }).reduce<string>((text) => JSON.stringify({ a: text }), "password=hunter2");
  expect(judgeInputs("test:index/thing:Thing", { a: wrapped(3) })).toHaveLength(1);
  expect(judgeInputs("test:index/thing:Thing", { a: wrapped(4) })).toEqual([]);
});

test("an unknown in a secret's place is left to the mode that knows it", () => {
  expect(judgeInputs("aws:rds/instance:Instance", { password: unknownSentinel })).toEqual([]);
});

test.each([
  ["metadataOptions.httpTokens", "required"],
  ["spec.automountServiceAccountToken", "false"],
  ["spec.volumes[0].secret", "name"],
  ["spec.secretRef.token", "name-of-a-secret"],
  ["source.auth.credentials", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:x-AbCdEf"],
  ["values.password", ""],
  ["tokenExpirationSeconds", "3600"],
])("%s = %s names no secret", (path, text) => {
  expect(judgeText("test:index/thing:Thing", path, text)).toEqual([]);
});

// Made up, and put together here so that no scanner takes this file for a leak.
const github = `ghp_${"a1B2".repeat(9)}`;
const key = ["-----BEGIN EC PRIVATE", "KEY-----\nabc"].join(" ");
test.each([
  ["an AWS access key id", `export ID=AKIA${"ABCDEFGH".repeat(2)}`],
  ["a GitHub token", `curl -H 'Authorization: ${github}'`],
  ["a Slack token or hook", ["xoxb", "1234567890", "abcdef"].join("-")],
  ["a private key", key],
  ["a signed token", ["eyJhbGciOiJI", "eyJzdWIiOiIx", "c2lnbmF0dXJl"].join(".")],
  ["a password in an address", "postgres://azora:hunter22@db.internal:5432/core"],
  ["a Vault token", `hvs.${"CAESIJ".repeat(5)}`],
  ["a GitHub token", Buffer.from(`[settings]\ntoken = "${github}"\n`).toString("base64")],
  ["a random key", "Zk3v9QmT7xLw2RbN8sYc4HdJ6gFp1UaE5oViKqXy"],
])("%s is found wherever it stands, and not repeated", (what, text) => {
  const verdicts = judgeOpenTexts(loadPlanRules(), { urn, type: "test:index/thing:Thing" }, [
    open("userData", text),
  ]);
  const searched = verdicts.filter(({ policy }) => policy === "secrets-searched");
  expect(searched.map(({ policy, found }) => [policy, found])).toEqual([
    ["secrets-searched", `in plain text what looks like ${what}`],
  ]);
  expect(JSON.stringify(verdicts)).not.toContain(text);
});

test.each([
  Buffer.from('[settings.kubernetes]\napi-server = "https://0123456789ABCDEF.gr7.example"\n').toString(
    "base64",
  ),
  "arn:aws:iam::111122223333:role/azora-africa-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "azora-africa-foundation-network-private-subnet-a-route-table",
  "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUZk3v9QmT7xLw2RbN8sYc4HdJ6g\n-----END CERTIFICATE-----",
  "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
])("%s is taken for no secret", (text) => {
  expect(judgeText("test:index/thing:Thing", "value", text)).toEqual([]);
});

test("nothing of a marked secret is ever looked at, at any depth", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "b", "password"), { minLength: 1, maxLength: 4 }), (steps) => {
      const inputs = steps.reduceRight<WireObject>((inner, step) => ({ [step]: inner }), wireSecret(github));
      expect(judgeInputs("test:index/thing:Thing", inputs)).toEqual([]);
    }),
  );
});
