/** The edge drill's result as a page. */
import { watchedSeconds, type Measured, type Promises, type Verdict } from "./judge";

export interface Result {
  /** Day of the drill. */
  readonly date: string;
  readonly environment: { readonly node: string; readonly cores: number; readonly kernel: string };
  readonly regions: readonly string[];
  readonly promises: Promises;
  readonly maxSeconds: number | null;
  readonly measured: Measured;
  readonly verdicts: readonly Verdict[];
}

export function render({ date, environment, regions, measured, verdicts }: Result): string {
  const { node, cores, kernel } = environment;
  return `# Drill: a region out of steering

Written by \`npm run drill -- edge\` on ${date} (Node ${node}, ${cores} cores, Linux ${kernel}).

The program of the controller's image ran for ${regions.join(", ")}, each in a network namespace of its own, against a
stand-in for Cloudflare's API. The namespaces are on one machine: round trips between continents and Cloudflare's own time
are not in these numbers; the budget in \`components/facts/edge.ts\` has them. "Never" is longer than the ${watchedSeconds} s that were watched.

| what | measured | held |
| --- | --- | --- |
${verdicts.map(({ what, measured: found, held }) => `| ${what} | ${found} | ${held ? "yes" : "**no**"} |`).join("\n")}

Each black hole:

| region | cut, seconds after a probe | out after |
| --- | --- | --- |
${measured.blackHole
  .map(
    ({ target, cutAfterProbeSeconds, seconds }) =>
      `| ${target} | ${cutAfterProbeSeconds} | ${seconds === null ? "never" : `${seconds.toFixed(1)} s`} |`,
  )
  .join("\n")}
`;
}
