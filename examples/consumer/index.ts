/**
 * Another team's program: the payments service gets a security group in a region's VPC and a name in its private zone.
 * What it knows of the platform is the region's contract and nothing else.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { readRegionContract } from "../../stacks/contract";

const config = new pulumi.Config();
const accountId = config.require("accountId");
const platform = readRegionContract(new pulumi.StackReference(config.require("regionStack")));
const { network, region } = platform;

const provider = new aws.Provider("region", {
  region: region.awsRegion as pulumi.Output<aws.Region>,
  allowedAccountIds: [accountId],
});
const tags = {
  owner: "payments@azora.example",
  team: "payments",
  service: "payments",
  "cost-center": "cc-2000",
  "data-class": "personal",
  jurisdiction: region.jurisdiction,
  environment: "production",
};

const group = new aws.ec2.SecurityGroup(
  "payments",
  { description: "The payments service", vpcId: network.vpcId, tags },
  { provider },
);
new aws.vpc.SecurityGroupIngressRule(
  "payments-from-region",
  {
    securityGroupId: group.id,
    description: "TLS from inside the region",
    cidrIpv4: network.cidr,
    ipProtocol: "tcp",
    fromPort: 8443,
    toPort: 8443,
    tags,
  },
  { provider },
);

const hostname = pulumi.interpolate`payments.${network.privateZoneName}`;
new aws.route53.Record(
  "payments",
  {
    zoneId: network.privateZoneId,
    name: hostname,
    type: "CNAME",
    ttl: 60,
    records: [platform.ingress.dnsName],
  },
  { provider },
);

export const securityGroupId = group.id;
export { hostname };
/** Key for what the service stores about persons. */
export const personalDataKeyArn = platform.keys.apply((keys) => keys.personal);
/** Where the service's pods find the certificate that callers and called are checked with; nothing before the cluster. */
export const trust = platform.cluster.apply((cluster) => cluster?.trust);
/** Still a secret: whoever reads this stack's outputs needs `--show-secrets`. */
export const kubeconfig = platform.kubeconfig;
