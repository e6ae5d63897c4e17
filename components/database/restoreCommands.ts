/** Commands that a restore is made of, as a person would give them. */
import { databaseRoles } from "../facts/database";
import { namespaces } from "../facts/namespaces";
import { paths } from "./paths";

/** One command; those of a phase run side by side. */
export interface RestoreStep {
  /** For bash. `$POINT` is the restore point that an earlier phase found. */
  readonly command: string;
  /** What the command reads, with `"$RESULT"` for what came back; default nothing. */
  readonly input?: string;
  /** Whether it is asked again until it ends with 0; 2 is its last word. */
  readonly repeated: boolean;
}

/** Commands of one moment; the next phase begins when all have ended with 0. */
export interface RestorePhase {
  readonly title: string;
  readonly steps: readonly RestoreStep[];
  /** Until it has failed. */
  readonly secondsMax: number;
  /** Whether the restore goes on where it fails: what it does may be impossible on what is broken. */
  readonly isOptional?: true;
  /** Whether the cluster is in use again, so that running all of it once more would throw away what was written. */
  readonly isOpen?: true;
  /**
   * What its commands print: lists of restore points, of which the newest that all have is `$POINT` from there on; or what came back,
   * which the record keeps. Default nothing.
   */
  readonly yields?: "point" | "result";
}

const namespace = namespaces.postgres.name;

/** A call of kubectl in a region. */
export const kubectl = (region: string, where: string, ...args: readonly string[]): string =>
  ["kubectl", "--context", region, "--namespace", where, ...args].join(" ");
/** A command that is run once. */
export const once = (command: string, input?: string): RestoreStep => ({
  command,
  repeated: false,
  ...(input === undefined ? {} : { input }),
});
/** A command that is repeated until it ends with 0. */
export const until = (command: string): RestoreStep => ({ command, repeated: true });

/** What a job has come to, as a status: done is 0, failed 2. @param where its namespace; default that of members. */
export const jobEnded = (region: string, job: string, where: string = namespace): RestoreStep =>
  until(
    `case "$(${kubectl(region, where, "get", `job/${job}`, "--output=jsonpath={.status.conditions[*].type}")})" in *Failed*) ${kubectl(region, where, "logs", `job/${job}`)} >&2; exit 2 ;; *Complete*) ;; *) exit 1 ;; esac`,
  );

/** Makes a job of a template that waits, with some of its variables set. */
export function jobStarted(
  region: string,
  job: string,
  template: string,
  variables: Readonly<Record<string, string>>,
): RestoreStep {
  const set = Object.entries(variables).map(([name, value]) => `${name}="${value}"`);
  return once(
    [
      kubectl(
        region,
        namespace,
        "create",
        "job",
        job,
        `--from=cronjob/${template}`,
        "--dry-run=client",
        "--output=json",
      ),
      `kubectl set env --local --filename=- --output=json ${set.join(" ")}`,
      kubectl(region, namespace, "create", "--filename=-"),
    ].join(" | "),
  );
}

/** A statement's value on a group's member in a region, as its superuser. @param ordinal default the first. */
export function asked(region: string, group: string, statement: string, ordinal = 0): string {
  const call = `psql --no-psqlrc --tuples-only --no-align --host=${paths.socket} --username=${databaseRoles.superuser} --command="${statement}"`;
  return kubectl(region, namespace, "exec", `${group}-${ordinal}`, "--container=postgres", "--", call);
}
