/** A restore as people read it before they allow it. */
import type { RestorePhase } from "../../components/database/restoreCommands";
import { lossOf, utc, type RestoreRequest } from "../../components/database/restoreRequest";
import { restores } from "../../components/facts/repositories";

/** A time as people say it. @example spoken(240) // "4 min" */
function spoken(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** What is asked for, in some lines. */
export function headOf(request: RestoreRequest): string {
  const { cluster, moment, target, repository, lost, table, reason, requester, approver } = request;
  const rows = {
    "read from": `repository ${repository.number}, in ${repository.region}`,
    "led from": target,
    "taken as lost": lost.join(", ") || "no region",
    ...(table === undefined
      ? { "is not there afterwards": lossOf(request) }
      : { brings: `${table}, beside the one in use; nothing is closed, and nothing is lost` }),
    because: reason,
    "asked by": `${requester}, approved by ${approver}`,
  };
  const width = Math.max(...Object.keys(rows).map((key) => key.length));
  return [
    `Restore of ${cluster.name} to ${moment === undefined ? `the ${restores.latest} that the log has` : utc(moment)}`,
    ...Object.entries(rows).map(([key, value]) => `  ${key.padEnd(width)}  ${value}`),
    "",
  ].join("\n");
}

/** A phase's own line. */
export function phaseLine({ title, secondsMax }: RestorePhase, index: number): string {
  return `${String(index + 1).padStart(2)}  ${title} (at most ${spoken(secondsMax)})\n`;
}

/** Every phase with its commands, as they will be run. */
export function pageOf(request: RestoreRequest, phases: readonly RestorePhase[]): string {
  const lines = phases.map((phase, index) => {
    const commands = phase.steps.map(({ command, input, repeated }) =>
      [
        `    ${repeated ? "until " : "      "}${command}`,
        ...(input === undefined ? [] : [`          <<< ${input.trim()}`]),
      ].join("\n"),
    );
    return `${phaseLine(phase, index)}${commands.join("\n")}\n`;
  });
  return `${headOf(request)}\n${lines.join("")}`;
}
