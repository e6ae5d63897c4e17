/** `npm run verify -- aws --self-test`: shows that the real cfn-lint bites through the table. */
import { ensurePythonTools } from "../pythonTools";
import { lintTemplates, schemaFolder } from "./cfnLint";
import { judge } from "./findings";
import { plantedMistakes, planOf, soundResources } from "./planted";
import { missingFromSchemas } from "./schema";
import { suppressions } from "./suppressions";
import { entries, table } from "./table";
import { convertPlan } from "./template";
import { unknownKubernetesVersions } from "./versionChecks";

/** @returns whether every planted mistake was found, nothing else was, and the table names properties that exist. */
export async function selfTest(print: (line: string) => void): Promise<boolean> {
  ensurePythonTools();
  let failed = 0;
  let passed = 0;
  const tell = (good: boolean, what: string): void => {
    if (good) passed += 1;
    else failed += 1;
    print(`${good ? "ok     " : "FAILED "}${what}`);
  };

  const plan = planOf([...plantedMistakes.map(({ resource }) => resource), ...soundResources]);
  const { templates } = convertPlan(plan, table);
  const matches = await lintTemplates(templates);
  const findings = [
    ...templates.flatMap((template) => judge(template, matches.get(template) ?? [], suppressions).findings),
    // The one check between plan and facts that does not need a whole network.
    ...unknownKubernetesVersions(plan),
  ];
  for (const { mistake, resource, rule, field } of plantedMistakes) {
    const mine = findings.filter((finding) => finding.urn === resource.urn);
    const found = mine.some((finding) => finding.rule === rule && finding.field === field);
    const said = mine.map((finding) => `${finding.rule} ${finding.field}: ${finding.message}`).join("; ");
    tell(found, `${mistake}: ${rule} at ${field}${found ? "" : ` expected, got ${said || "nothing"}`}`);
  }
  for (const { urn, name } of soundResources) {
    const mine = findings.filter((finding) => finding.urn === urn);
    tell(
      mine.length === 0,
      `${name}: nothing to say${mine.map((finding) => `, but ${finding.rule}: ${finding.message}`).join("")}`,
    );
  }
  const missing = missingFromSchemas(entries, schemaFolder());
  const wrong = [...missing].filter(([, paths]) => paths.length > 0);
  for (const [type, paths] of wrong) tell(false, `${type}: CloudFormation lacks ${paths.join(", ")}`);
  passed += missing.size - wrong.length;
  print(`${missing.size - wrong.length} types of the table name properties that CloudFormation has`);
  print(`${passed} passed, ${failed} failed, 0 skipped`);
  return failed === 0;
}
