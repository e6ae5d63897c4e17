import { namespaces } from "../../../components/facts/namespaces";
import type { Finding, StackRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { cronJobType, eachGroupLed, fileOf, scriptJobs } from "../../shared/databaseJobs";
import { wrongResource } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

export const rule: StackRule = {
  id: "database-restorable",
  title:
    "Every group of a database can be restored where it may be led from, when a person says so and not before",
  why: "On the day that it is needed nobody should have to write a job; one that ran by itself would take the database away. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "critical",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [configMapType, cronJobType],
  onUnknown: "fail",
  check: (stack) => {
    const templates = scriptJobs(stack, namespaces.postgres.name, "restore.py").filter(
      ({ isSuspended }) => isSuspended,
    );
    const findings: Finding[] = [];
    eachGroupLed(stack, (stanza, repositories, urn) => {
      const files = templates
        .filter(({ args: [of] }) => of === stanza)
        .flatMap(({ args: [, ...rest] }) => rest.map(fileOf));
      for (const { number } of repositories)
        if (!files.includes(`restore-${number}.conf`))
          findings.push(
            wrongResource(
              `no such job for repository ${number}`,
              `one that restores ${stanza} from it, and is suspended`,
              "make the jobs with DatabaseRestore",
              urn,
            ),
          );
    });
    return findings;
  },
};
