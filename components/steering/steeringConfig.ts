import { personalSteering, steeringSettings } from "../edge";
import { globalHost, personalHost, poolName } from "../facts/edgeHosts";
import { edgeHealth } from "../facts/edgeMonitor";
import { failoverOrder, type Region } from "../facts/regions";
import { edgeApiUrl, entryAddress, probedHost, steeringAddress, steeringService } from "../facts/steering";

export interface SteeringConfigArgs {
  /** Name of the region that the controller runs in. */
  readonly region: string;
  /** All regions, in the order in which their controllers are asked to write. */
  readonly regions: readonly Region[];
  readonly domain: string;
  /** Cloudflare's account, 32 hexadecimal digits. */
  readonly edgeAccountId: string;
}

/**
 * The controller's configuration file: a pure function of facts, the same in every region but for whose it is, since regions
 * find each other by names that follow from the domain. It holds no secret.
 */
export function steeringConfig({ region, regions, domain, edgeAccountId }: SteeringConfigArgs) {
  const names = regions.map(({ name }) => name);
  return {
    region,
    regions: names.map((name) => ({
      name,
      pool: poolName(name),
      peer: `http://${steeringAddress(name, domain)}:${steeringService.port}`,
      probe: {
        // All zones' addresses behind one name: the region answers when one of them does.
        origins: [`https://${entryAddress(name, domain)}`],
        host: probedHost(domain),
        path: edgeHealth.path,
        expectedCodes: edgeHealth.expectedCodes,
        expectedBody: edgeHealth.expectedBody,
      },
    })),
    // Overrides of the steering change orders, never the regions of a host, so that facts alone say which pools a host has.
    hosts: [
      { name: globalHost(domain), regions: names },
      ...regions.map((home) => ({
        name: personalHost(home.name, domain),
        regions: personalSteering(home, regions, failoverOrder(home.name)),
      })),
    ],
    settings: steeringSettings(),
    api: { baseUrl: edgeApiUrl, accountId: edgeAccountId },
    listen: { host: "0.0.0.0", port: steeringService.port },
  };
}
