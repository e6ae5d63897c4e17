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
  expect(verdicts.map(({ policy, found }) => [policy, found])).toEqual([
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
