import fc from "fast-check";
import { runnerFilters } from "../../components/runner/webhookFilters";
import { sourceAuthType } from "../../components/runner/runnerPolicy";

const takes = (job: { readonly actor: string; readonly workflow: string }): boolean =>
  runnerFilters(["1234", "99"], ["platform", "deploy (eu.west)"]).every(({ type, pattern }) =>
    type === "EVENT"
      ? pattern === "WORKFLOW_JOB_QUEUED"
      : new RegExp(pattern).test(type === "ACTOR_ACCOUNT_ID" ? job.actor : job.workflow),
  );

test("a trusted account's job of a named workflow is taken", () => {
  expect(takes({ actor: "1234", workflow: "platform" })).toBe(true);
  expect(takes({ actor: "99", workflow: "deploy (eu.west)" })).toBe(true);
});

test("a job that the author of a fork caused is never taken, whatever it is called", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom("platform", "deploy (eu.west)", "other"), (actor, workflow) => {
      fc.pre(actor !== "1234" && actor !== "99");
      expect(takes({ actor, workflow })).toBe(false);
    }),
  );
  for (const actor of ["12345", "01234", "9", "999", "1234|99"]) {
    expect(takes({ actor, workflow: "platform" })).toBe(false);
  }
});

test("another workflow's job is not taken, even with a similar name", () => {
  for (const workflow of ["platform2", "my platform", "deploy (eu-west)"]) {
    expect(takes({ actor: "1234", workflow })).toBe(false);
  }
});

test("without trusted accounts or workflows there is no runner", () => {
  expect(() => runnerFilters([], ["platform"])).toThrow(
    "Runner.actorAccountIds is []; allowed: one or more numeric GitHub account ids",
  );
  expect(() => runnerFilters(["octocat"], ["platform"])).toThrow('Runner.actorAccountIds is ["octocat"]');
  expect(() => runnerFilters(["1"], [])).toThrow("Runner.workflowNames is []");
  expect(() => runnerFilters(["1"], [" "])).toThrow("Runner.workflowNames");
});

test("a connection and a stored token are told apart by ARN, and nothing else is accepted", () => {
  const account = "eu-central-1:111122223333";
  expect(sourceAuthType(`arn:aws:codeconnections:${account}:connection/abc`)).toBe("CODECONNECTIONS");
  expect(sourceAuthType(`arn:aws:codestar-connections:${account}:connection/abc`)).toBe("CODECONNECTIONS");
  expect(sourceAuthType(`arn:aws:secretsmanager:${account}:secret:github-AbCdEf`)).toBe("SECRETS_MANAGER");
  for (const arn of [
    "",
    "ghp_token",
    `arn:aws:iam::111122223333:role/x`,
    `arn:aws:secretsmanager:${account}:connection/x`,
  ]) {
    expect(() => sourceAuthType(arn)).toThrow("Runner.connectionArn");
  }
});
