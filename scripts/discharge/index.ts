/**
 * `npm run discharge -- STATE.json [--obligations obligations.json] [--as-of DATE]`: runs the packs' rules on a deployed
 * stack. Exit status: 0 nothing is open; 1 something is; 2 bad usage.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isDay, today } from "../../components/facts/days";
import { loadPack, loadWaivers, packNames } from "../../policies/framework/load";
import { mergeVerdicts, stops, type Finding } from "../../preview/findings";
import { Gates } from "../../preview/gates";
import type { Obligation, Obligations } from "../../preview/reports/obligations";
import { readState, StateError } from "./state";

interface Usage {
  readonly state: string;
  readonly obligations?: string;
  readonly asOf: string;
}

function usageOf(argv: readonly string[]): Usage {
  const options = { obligations: { type: "string" }, "as-of": { type: "string" } } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new StateError((error as Error).message.split(". ")[0] ?? "");
  }
  const [state, ...more] = parsed.positionals;
  if (state === undefined || more.length > 0)
    throw new StateError("usage: npm run discharge -- STATE.json [--obligations FILE] [--as-of DATE]");
  const { obligations, "as-of": asOf = today() } = parsed.values;
  if (!isDay(asOf)) throw new StateError(`--as-of is "${asOf}"; allowed: a date as YYYY-MM-DD`);
  return { state, asOf, ...(obligations === undefined ? {} : { obligations }) };
}

function readObligations(file: string, stack: string): readonly Obligation[] {
  const allowed = "allowed: the obligations.json that npm start -- --out wrote";
  let value: Partial<Obligations>;
  try {
    value = JSON.parse(readFileSync(file, "utf8")) as Partial<Obligations>;
  } catch {
    throw new StateError(`--obligations is "${file}", which cannot be read as JSON; ${allowed}`);
  }
  if (value.schemaVersion !== 1 || !Array.isArray(value.obligations))
    throw new StateError(`--obligations is "${file}", which is no list of obligations; ${allowed}`);
  return (value.obligations as readonly Obligation[]).filter((obligation) => obligation.stack === stack);
}

/** Why an obligation is still open; `undefined` where it is discharged. */
function openReason(
  obligation: Obligation,
  deployed: ReadonlySet<string>,
  findings: readonly Finding[],
): string | undefined {
  if (!deployed.has(obligation.urn)) return "the resource is not deployed";
  const left = findings.find(
    ({ policy, urn, state }) =>
      policy === obligation.policy &&
      urn === obligation.urn &&
      state !== "passed-with-note" &&
      state !== "waived",
  );
  return left?.message;
}

function run(argv: readonly string[]): number {
  const usage = usageOf(argv);
  const packs = packNames.map((pack) => loadPack(pack));
  const { waivers, mistakes } = loadWaivers(usage.asOf);
  const wrong = [...packs.flatMap((pack) => pack.mistakes), ...mistakes];
  if (wrong.length > 0) throw new StateError(wrong.join("\n"));
  const resources = readState(usage.state);
  const stack = resources[0]?.urn.split(":")[2] ?? "";
  const { verdicts, decided } = new Gates(packs, usage.asOf, false).judge(stack, resources);
  const { findings } = mergeVerdicts([], verdicts, waivers, usage.asOf);
  const stopping = findings.filter(stops);
  const write = (line: string): unknown => process.stdout.write(`${line}\n`);
  write(`${stack}: ${resources.length} resources as deployed, ${decided} decisions, ${stopping.length} open`);
  for (const { urn, message } of stopping) write(`  ${urn.split("::").at(-1) ?? ""}: ${message}`);
  const deployed = new Set(resources.map(({ urn }) => urn));
  const obligations = usage.obligations === undefined ? [] : readObligations(usage.obligations, stack);
  const open = obligations.flatMap((obligation) => {
    const reason = openReason(obligation, deployed, findings);
    return reason === undefined ? [] : [`${obligation.policy} of ${obligation.urn}: ${reason}`];
  });
  if (usage.obligations !== undefined) {
    write(`obligations: ${obligations.length - open.length} of ${obligations.length} discharged`);
    for (const line of open) write(`  open: ${line}`);
  }
  return stopping.length > 0 || open.length > 0 ? 1 : 0;
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StateError)) throw error;
  process.stderr.write(`error ${error.message}\n`);
  process.exitCode = 2;
}
