import type { Environment } from "../../components/facts/environments";
import { regionNamed, type Region } from "../../components/facts/regions";
import { RegionContext } from "../../components/shared";

/** A context for components under test, in one of the platform's regions or a made-up one. */
export function testContext(region: string | Region, environment: Environment = "production"): RegionContext {
  return new RegionContext({
    region: typeof region === "string" ? regionNamed(region) : region,
    environment,
    accountId: "111122223333",
    domain: "azora.example",
    owner: "platform@azora.example",
    team: "platform",
    costCenter: "cc-100",
  });
}
