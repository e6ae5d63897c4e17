/** `npm run verify -- aws`: the real cfn-lint judges the values of the plan's AWS resources. */
import { parseArgs } from "node:util";
import type { Plan } from "../../../preview/plan";
import { ensurePythonTools, ToolError } from "../pythonTools";
import { lintTemplates } from "./cfnLint";
import { crossChecks } from "./crossChecks";
import { judge, type Finding } from "./findings";
import { makePlan, readPlan, UsageError } from "./plan";
import { neverJudged, reportLines } from "./report";
import { selfTest } from "./selfTest";
import { suppressions, type Suppression } from "./suppressions";
import { table } from "./table";
import { convertPlan } from "./template";

const helpText = `Judges the values of the plan's AWS resources with cfn-lint, and how its network fits together.

Usage: npm run verify -- aws [OPTION…]

  --stack NAME      judge this stack only; may be given again (default: all)
  --plan PLAN.json  judge this plan instead of making one (npm start --silent -- --json)
  --as-of DATE      make the plan as of this day, YYYY-MM-DD (default: today)
  --strict          fail also on types and fields that the table does not know, so that nobody judged them
  --self-test       show that known mistakes are found, and that the table names properties that exist
  --help            show this text

Exit status: 0 nothing found; 1 findings, or a plan that cannot be made; 2 bad usage, or cfn-lint cannot be had.
`;

function options(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        stack: { type: "string", multiple: true, default: [] },
        plan: { type: "string" },
        "as-of": { type: "string" },
        strict: { type: "boolean", default: false },
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

async function judgePlan(
  plan: Pick<Plan, "stacks">,
  strict: boolean,
  print: (line: string) => void,
): Promise<boolean> {
  ensurePythonTools();
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
  const missing = strict ? neverJudged(conversions) : [];
  if (missing.length > 0)
    print(`--strict: the table in scripts/verify/aws/tables/ lacks ${missing.join(", ")}`);
  for (const line of reportLines({ conversions, findings, suppressed })) print(line);
  return findings.length === 0 && missing.length === 0;
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
    if (given.plan !== undefined && given["as-of"] !== undefined)
      throw new UsageError("--as-of goes with a plan that is made; allowed: --plan or --as-of");
    const say = (line: string): void => {
      process.stderr.write(`${line}\n`);
    };
    const plan = given.plan === undefined ? makePlan(given["as-of"], say) : readPlan(given.plan);
    if (plan === undefined) return 1;
    return (await judgePlan(select(plan, given.stack), given.strict, print)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof ToolError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
