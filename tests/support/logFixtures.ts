/** What Loki is told, as components make it. */
import { observabilityNames, observabilityNamespaces } from "../../components/facts/observability";
import { ruleFiles } from "../../components/observability/logs/logRules";
import { lokiConfig, tenantLimits } from "../../components/observability/logs/lokiConfig";
import { labelsOf } from "../../components/observability/parts";
import type { Fixture } from "./rules";
import { fixtureRegion } from "./telemetryFixtures";
import { testContext } from "./testContext";

const { logs } = observabilityNames;

function map(name: string, part: string, data: Readonly<Record<string, string>>): Fixture {
  return {
    type: "kubernetes:core/v1:ConfigMap",
    name,
    stack: fixtureRegion.name,
    props: { metadata: { name, namespace: observabilityNamespaces.main, labels: labelsOf(part) }, data },
  };
}

/** Where what the store and its tenants are told stands, for mutations. */
export const storePath = 'data["loki.yaml"]';
export const tenantsPath = 'data["tenants.yaml"]';

export const logsConfig = map(`${logs}-config`, logs, {
  "loki.yaml": JSON.stringify(lokiConfig(testContext(fixtureRegion))),
  "tenants.yaml": JSON.stringify(tenantLimits()),
});

/** Maps that say nothing of the store: what is counted of lines, and another part's. */
export const notLogConfigs = [
  ...Object.entries(ruleFiles()).map(([tenant, text]) =>
    map(`log-rules-${tenant}`, logs, { "rules.yaml": text }),
  ),
  map("other", "other", { "loki.yaml": "{}" }),
] as const;
