import path from "node:path";
import { today } from "../components/facts/days";
import { globalStackName, stackNames } from "../components/facts/regions";
import { comparePlans, readPlan } from "./diff";
import { PlanFault, messageOf } from "./engine/faults";
import { helpText, parseOptions, UsageError, type Options } from "./options";
import { checkOut, writeOut } from "./out";
import { faultLines, page } from "./page";
import { painter } from "./page/text";
import { mermaid } from "./reports/diagram";
import { checkDashboardsOut, writeDashboards } from "./reports/dashboards";
import { databaseReport, databaseReportName } from "./reports/databases";
import { edgeReportNames, edgeReports } from "./reports/edge";
import { failoverReport, failoverReportName } from "./reports/failover";
import { markdown } from "./reports/markdown";
import { obligationsOf } from "./reports/obligations";
import { sarif } from "./reports/sarif";
import { makePlan, PlanError, type Plan } from "./plan";
import { isRefused } from "./summary";
import { projectName, readStackFile, type StackFile } from "./stackFiles";

const exitStatus = { clean: 0, violation: 1, usage: 2 } as const;

/** What `--out` writes, by name. */
function reports(plan: Plan, json: string): Record<string, string> {
  return {
    "plan.json": json,
    "report.sarif": sarif(plan),
    "report.md": markdown(plan),
    "obligations.json": `${JSON.stringify(obligationsOf(plan), null, 1)}\n`,
    [databaseReportName]: databaseReport(plan),
    [failoverReportName]: failoverReport(plan),
    ...edgeReports(plan),
    ...Object.fromEntries(
      Object.entries(plan.stacks).map(([stack, stackPlan]) => [
        diagramName(stack),
        mermaid(stack, stackPlan),
      ]),
    ),
  };
}

function diagramName(stack: string): string {
  return `${stack}.mmd`;
}

const reportNames = [
  "plan.json",
  "report.sarif",
  "report.md",
  "obligations.json",
  databaseReportName,
  failoverReportName,
];

/** The stacks' files, with the day that counts as today in each. Global refers to the regions, so it needs all. */
function stackFiles(root: string, project: string, options: Options): StackFile[] {
  const needed = options.stacks.includes(globalStackName) ? stackNames() : options.stacks;
  const faults: PlanFault[] = [];
  const files = needed.flatMap((stack) => {
    try {
      return [readStackFile(root, project, stack)];
    } catch (error) {
      if (!(error instanceof PlanFault)) throw error;
      faults.push(error);
      return [];
    }
  });
  if (faults.length > 0)
    throw new PlanError(
      faults.map((fault) => ({ stack: fault.stackName, reason: fault.reason, configuration: true })),
    );
  return files;
}

/** The project's own repository, as the first region that names it does; dashboards lead to its pages. */
function repositoryOf(project: string, files: readonly StackFile[]): string {
  return (
    files.map(({ config }) => config[`${project}:runnerRepositoryUrl`] ?? "").find((url) => url !== "") ?? ""
  );
}

/** Stacks that were left out on purpose are not missing. */
function stacksToCompare(options: Options): readonly string[] | undefined {
  return options.stacks.length < stackNames().length ? options.stacks : undefined;
}

async function main(): Promise<number> {
  const root = process.env.AZORA_ROOT ?? path.join(__dirname, "..");
  const started = process.hrtime.bigint();
  const options = parseOptions(process.argv.slice(2), stackNames());
  if (options.help) {
    process.stdout.write(helpText);
    return exitStatus.clean;
  }
  if (options.out !== undefined) {
    checkOut(options.out, [
      ...reportNames,
      ...edgeReportNames(options.stacks),
      ...options.stacks.map(diagramName),
    ]);
    checkDashboardsOut(options.out);
  }
  const earlier = options.diff === undefined ? undefined : readPlan(options.diff);
  const project = projectName(root);
  const asOf = options.asOf ?? today();
  const files = stackFiles(root, project, options).map((file) => ({
    ...file,
    config: { ...file.config, [`${project}:asOf`]: options.asOf ?? file.config[`${project}:asOf`] ?? asOf },
  }));
  const onTerminal = process.stderr.isTTY;
  const clearLine = "\r\u001b[K";
  const plan = await makePlan({
    asOf,
    project,
    selected: options.stacks,
    // Tests plan other programs than the project's own.
    ...(process.env.AZORA_ENTRY === undefined ? {} : { entry: path.resolve(process.env.AZORA_ENTRY) }),
    packs: options.packs,
    stackFiles: files,
    extraRegions: [],
    ...(onTerminal
      ? { progress: (stack: string) => process.stderr.write(`${clearLine}planning ${stack} …`) }
      : {}),
  });
  if (onTerminal) process.stderr.write(clearLine);
  const json = `${JSON.stringify(plan, null, 1)}\n`;
  if (options.out !== undefined) {
    writeOut(options.out, reports(plan, json));
    writeDashboards(options.out, repositoryOf(project, files));
  }
  if (options.json) process.stdout.write(json);
  else
    process.stdout.write(
      page(
        plan,
        earlier && comparePlans(earlier, plan, stacksToCompare(options)),
        painter(process.stdout.isTTY, process.env),
        process.stdout.columns,
        options.release,
      ),
    );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  // On the other stream: the same plan must give the same bytes.
  process.stderr.write(`planned in ${seconds.toFixed(1)} s\n`);
  return isRefused(plan, options.release) ? exitStatus.violation : exitStatus.clean;
}

// `--json | head` has read enough; that is no fault of the plan.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const paint = painter(process.stderr.isTTY, process.env);
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    if (error instanceof PlanError) {
      process.stderr.write(faultLines(error.faults, paint));
      process.exitCode = error.faults.some((fault) => fault.configuration)
        ? exitStatus.usage
        : exitStatus.violation;
    } else if (error instanceof UsageError || error instanceof PlanFault) {
      process.stderr.write(`${paint("red", "error")} ${messageOf(error)}\n`);
      process.exitCode = exitStatus.usage;
    } else {
      process.stderr.write(`${paint("red", "error")} ${messageOf(error)}\n`);
      process.exitCode = exitStatus.violation;
    }
  },
);
