/** `npm run verify -- NAME`: checks against tools that a fresh clone does not hold. */
import { verifyAws } from "./aws";
import { verifyImages } from "./images";
import { verifyRouting } from "./watch/routing";
import { verifyRules } from "./watch/rules";
import { verifyLogs } from "./telemetry/logs";
import { verifyTraces } from "./telemetry/traces";
import { verifyWorkflows } from "./workflows";

const verifications: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  aws: verifyAws,
  images: verifyImages,
  logs: verifyLogs,
  routing: verifyRouting,
  rules: verifyRules,
  traces: verifyTraces,
  workflows: verifyWorkflows,
};

/** All of them, one after the other, however one ends. */
async function verifyAll(argv: readonly string[]): Promise<number> {
  let worst = 0;
  for (const [name, verify] of Object.entries(verifications)) {
    process.stdout.write(`\n${name}\n`);
    worst = Math.max(worst, await verify(argv));
  }
  return worst;
}

async function main(argv: readonly string[]): Promise<number> {
  const [name = "", ...rest] = argv;
  if (name === "all") return verifyAll(rest);
  const verify = Object.hasOwn(verifications, name) ? verifications[name] : undefined;
  if (verify !== undefined) return verify(rest);
  const known = [...Object.keys(verifications), "all"].join(", ");
  process.stderr.write(
    `${name === "" ? "no verification is named" : `verification "${name}" is unknown`}; there are: ${known}\n`,
  );
  return 2;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
