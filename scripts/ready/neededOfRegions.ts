/** What each region must have of its own, and who deploys it all. */
import { dataClassNames } from "../../components/facts/dataClasses";
import { deliveryNames, deployerRole } from "../../components/facts/delivery";
import { globalStackHome, regionNamed, stackNames } from "../../components/facts/regions";
import type { Deployed, DeployedRegion, DeployedStack } from "./deployed";
import { holds, type Needed } from "./needed";

/** Listeners that end TLS themselves, each with a certificate of ACM. */
function endsTls({ resources }: DeployedStack): boolean {
  return resources.some(
    ({ type, inputs }) => type === "aws:lb/listener:Listener" && inputs.certificateArn !== undefined,
  );
}

function neededOf(region: DeployedRegion): Needed[] {
  const { stack, resources, contract } = region;
  const where = contract.region.awsRegion;
  const need = (what: string, there: boolean): Needed => ({ what, where, stack, there });
  const idOf = (type: string, id: string): boolean =>
    resources.some((resource) => resource.type === type && resource.id === id);
  const { privateZoneId, vpcId, transitGatewayId } = contract.network;
  return [
    need(`network of ${stack}`, idOf("aws:ec2/vpc:Vpc", vpcId)),
    need(
      `transit gateway of ${stack}`,
      idOf("aws:ec2transitgateway/transitGateway:TransitGateway", transitGatewayId),
    ),
    need(`zone of ${stack}`, idOf("aws:route53/zone:Zone", privateZoneId)),
    ...dataClassNames.map((dataClass) =>
      // arn:aws:kms:<region>:<account>:key/<id>
      need(
        `key of ${dataClass} data of ${stack}`,
        idOf("aws:kms/key:Key", contract.keys[dataClass]?.split("/").at(-1) ?? ""),
      ),
    ),
    // A Local Zone's load balancer ends TLS; the others pass it on to the gateway.
    ...(regionNamed(stack).localZone ? [need(`certificate of ${stack}'s Local Zone`, endsTls(region))] : []),
    // In another phase there is none yet, and that is a row already.
    ...(contract.phase === "complete"
      ? [
          need(
            `cluster of ${stack}`,
            resources.some(({ type }) => type === "aws:eks/cluster:Cluster"),
          ),
        ]
      : []),
  ];
}

export function neededOfRegions({ regions }: Deployed): Needed[] {
  return regions.flatMap(neededOf);
}

/** A role to deploy each stack, one to look and one for emergencies, each by the name that facts give it. */
export function neededRoles({ global }: Deployed): Needed[] {
  const names = [...stackNames().map(deployerRole), deliveryNames.preview, deliveryNames.breakGlass];
  return names.map((name) => ({
    what: `role ${name}`,
    where: globalStackHome().awsRegion,
    stack: global.stack,
    there: holds(global, "aws:iam/role:Role", { name }),
  }));
}
