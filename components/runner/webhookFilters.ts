/** Which queued jobs a runner takes; pure, so that what a fork could send can be tried. */
import { check } from "../shared";

/** One condition of a webhook's filter group; a job must meet them all. */
export interface WebhookFilter {
  readonly type: "EVENT" | "ACTOR_ACCOUNT_ID" | "WORKFLOW_NAME";
  readonly pattern: string;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const oneOf = (values: readonly string[]): string => `^(?:${values.map(escaped).join("|")})$`;

/**
 * Only jobs of named workflows that trusted accounts caused. A fork's pull request is caused by its author, so it never
 * gets a runner, whatever it calls its workflow. `HEAD_REF` and `REPOSITORY_NAME` do not work for queued jobs of one
 * repository (CodeBuild API reference, WebhookFilter), and none tells what started a workflow: that no named one starts on
 * a pull request is up to the workflows themselves.
 * @param actorAccountIds numeric GitHub account ids, of people and of bots that merge.
 */
export function runnerFilters(
  actorAccountIds: readonly string[],
  workflowNames: readonly string[],
): WebhookFilter[] {
  check(
    actorAccountIds.length > 0 && actorAccountIds.every((id) => /^[1-9]\d*$/.test(id)),
    "Runner.actorAccountIds",
    actorAccountIds,
    "one or more numeric GitHub account ids",
  );
  check(
    workflowNames.length > 0 && workflowNames.every((name) => name.trim() !== ""),
    "Runner.workflowNames",
    workflowNames,
    "one or more names of GitHub workflows",
  );
  return [
    { type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" },
    { type: "ACTOR_ACCOUNT_ID", pattern: oneOf(actorAccountIds) },
    { type: "WORKFLOW_NAME", pattern: oneOf(workflowNames) },
  ];
}
