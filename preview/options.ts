import { parseArgs } from "node:util";
import { isDay } from "../components/facts/days";
import { recovery } from "../components/facts/promises";

export interface Options {
  readonly stacks: readonly string[];
  readonly json: boolean;
  readonly out?: string;
  readonly diff?: string;
  readonly asOf?: string;
  readonly packs: boolean;
  readonly release: boolean;
  readonly help: boolean;
}

/** Bad usage; its message says what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const helpText = `Plans every stack offline: no Pulumi CLI, no cloud account, no network.

Usage: npm start -- [OPTION…]

  --stack NAME…      plan these stacks only (default: all)
  --json             print the plan as JSON (docs/plan.schema.json) instead of the page; into a file without npm's own
                     lines: npm start --silent -- --json > plan.json
  --out DIR          also write into DIR: plan.json, report.sarif, report.md, obligations.json, databases.json,
                     failover.json, a diagram of each stack, and the dashboards in DIR/dashboards
  --diff PLAN.json   show what changed since an earlier plan
  --as-of DATE       the day that counts as today, YYYY-MM-DD (default: today)
  --packs            also run both policy packs as processes, as the CLI does in a preview, and hold them to the same findings
  --release          refuse a plan whose drills are older than ${recovery.drillResultDaysMax} days as well, as before a deployment
  --help             show this text

Exit status: 0 clean; 1 a violation, a broken promise or a program that cannot be planned; 2 bad configuration or usage.
`;

/**
 * Reads the command line.
 * @param known stacks that exist.
 * @throws UsageError naming the option, the value and what is allowed.
 */
export function parseOptions(argv: readonly string[], known: readonly string[]): Options {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      tokens: true,
      options: {
        stack: { type: "string", multiple: true },
        json: { type: "boolean", default: false },
        out: { type: "string" },
        diff: { type: "string" },
        "as-of": { type: "string" },
        packs: { type: "boolean", default: false },
        release: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0] ?? ""}; see npm start -- --help`);
  }
  const stacks: string[] = [];
  let inStacks = false;
  for (const token of parsed.tokens) {
    if (token.kind === "option") {
      inStacks = token.name === "stack";
      if (inStacks) stacks.push(token.value ?? "");
    } else if (token.kind === "positional") {
      // `--stack africa europe`: names go on until the next option.
      if (!inStacks) throw new UsageError(`argument "${token.value}" is unknown; see npm start -- --help`);
      stacks.push(token.value);
    }
  }
  for (const stack of stacks) {
    if (!known.includes(stack)) throw new UsageError(`--stack is "${stack}"; allowed: ${known.join(", ")}`);
  }
  const { out, diff, "as-of": asOf, json, packs, release, help } = parsed.values;
  if (out === "") throw new UsageError(`--out is ""; allowed: a folder that can be written`);
  if (asOf !== undefined && !isDay(asOf))
    throw new UsageError(`--as-of is "${asOf}"; allowed: a date as YYYY-MM-DD`);
  return {
    stacks: stacks.length > 0 ? known.filter((stack) => stacks.includes(stack)) : known,
    json,
    packs,
    release,
    help,
    ...(out === undefined ? {} : { out }),
    ...(diff === undefined ? {} : { diff }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}
