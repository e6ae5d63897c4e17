/** `npm run verify -- aws`: the real cfn-lint judges the values of the plan's AWS resources. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Plan } from "../../../preview/plan";
import { ensureCfnLint, lintTemplates, ToolError } from "./cfnLint";
import { crossChecks } from "./crossChecks";
import { judge, type Finding } from "./findings";
import { reportLines } from "./report";
import { selfTest } from "./selfTest";
import { suppressions, type Suppression } from "./suppressions";
import { table } from "./table";
import { convertPlan } from "./template";

const helpText = `Judges the values of the plan's AWS resources with cfn-lint, and how its network fits together.

Usage: npm run verify -- aws [OPTION…]

  --stack NAME      judge this stack only; may be given again (default: all)
  --plan PLAN.json  judge this plan instead of making one (npm start -- --json)
  --self-test       show that known mistakes are found, and that the table names properties that exist
  --help            show this text

Exit status: 0 nothing found; 1 findings, or a plan that cannot be made; 2 bad usage, or cfn-lint cannot be had.
`;

/** Bad usage; its message says what is allowed. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

function options(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        stack: { type: "string", multiple: true, default: [] },
        plan: { type: "string" },
        "self-test": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(
      `${(error as Error).message.split(". ")[0] ?? ""}; see npm run verify -- aws --help`,
    );
  }
}

function readPlan(file: string): Plan {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--plan ${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    const plan = JSON.parse(text) as Partial<Plan> | null;
    if (typeof plan?.stacks === "object") return plan as Plan;
  } catch {
    // Said below.
  }
  throw new UsageError(`--plan ${file} is no plan; make one with npm start -- --json`);
}

/** Makes the plan as `npm start` does; `undefined` when it cannot be made, which `npm start` then has said. */
function makePlan(): Plan | undefined {
  const root = path.resolve(__dirname, "..", "..", "..");
  const start = path.join(root, "scripts", "start.mjs");
  try {
    const stdio: ("ignore" | "pipe" | "inherit")[] = ["ignore", "pipe", "inherit"];
    const json = execFileSync(process.execPath, [start, "--json"], { cwd: root, stdio, maxBuffer: 1 << 30 });
    return JSON.parse(json.toString()) as Plan;
  } catch {
    return undefined;
  }
}

/** The stacks asked for; all without a choice. */
function select(plan: Plan, stacks: readonly string[]): Pick<Plan, "stacks"> {
  const unknown = stacks.find((stack) => !Object.hasOwn(plan.stacks, stack));
  if (unknown !== undefined) {
    throw new UsageError(
      `--stack ${unknown} is not in the plan; stacks: ${Object.keys(plan.stacks).join(", ")}`,
    );
  }
  const chosen = Object.entries(plan.stacks).filter(
    ([stack]) => stacks.length === 0 || stacks.includes(stack),
  );
  return { stacks: Object.fromEntries(chosen) };
}

async function judgePlan(plan: Pick<Plan, "stacks">, print: (line: string) => void): Promise<boolean> {
  ensureCfnLint();
  const conversions = convertPlan(plan, table);
  const matches = await lintTemplates(conversions.templates);
  const judgements = conversions.templates.map((template) =>
    judge(template, matches.get(template) ?? [], suppressions),
  );
  const suppressed = new Map<Suppression, number>();
  for (const [entry, count] of judgements.flatMap((judgement) => [...judgement.suppressed])) {
    suppressed.set(entry, (suppressed.get(entry) ?? 0) + count);
  }
  const findings: Finding[] = [
    ...conversions.problems.map((problem) => ({ rule: "value", ...problem })),
    ...judgements.flatMap((judgement) => judgement.findings),
    ...crossChecks(plan),
  ];
  for (const line of reportLines({ conversions, findings, suppressed })) print(line);
  return findings.length === 0;
}

/** @returns the exit status. */
export async function verifyAws(argv: readonly string[]): Promise<number> {
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  try {
    const given = options(argv);
    if (given.help) {
      process.stdout.write(helpText);
      return 0;
    }
    if (given["self-test"]) return (await selfTest(print)) ? 0 : 1;
    const plan = given.plan === undefined ? makePlan() : readPlan(given.plan);
    if (plan === undefined) return 1;
    return (await judgePlan(select(plan, given.stack), print)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof ToolError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
