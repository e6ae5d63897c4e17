/** Resources whose ARNs carry the name of the stack that makes them. */
import type { Region } from "../facts/regions";
import type { PolicyStatement } from "../shared";

/** Services of which a region's roles may call everything in their region, so that a boundary need not name their resources. */
const calledAtWill = ["cloudwatch", "elasticloadbalancing"];

/** By service; `{}` stands for `azora-<stack>`. */
const namedResources: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ["alarm:{}-*"],
  codebuild: ["project/{}-*"],
  eks: [
    "access-entry/{}-*/*",
    "addon/{}-*/*",
    "cluster/{}-*",
    "nodegroup/{}-*/*",
    "podidentityassociation/{}-*/*",
  ],
  elasticloadbalancing: ["app", "net"].flatMap((kind) => [
    `listener/${kind}/{}-*/*`,
    `loadbalancer/${kind}/{}-*/*`,
  ]),
  events: ["rule/{}-*"],
  logs: ["log-group:/aws/codebuild/{}-*", "log-group:/aws/eks/{}-*"],
  sns: ["{}-*"],
  sqs: ["{}-*"],
};

/** Services whose resources are told by their names, and by nothing else. */
export const namedServices = Object.keys(namedResources).filter((name) => !calledAtWill.includes(name));

/** Everything that a region's stack names, and may do with. */
export function byName(accountId: string, { name, awsRegion }: Region): PolicyStatement {
  const resources = Object.entries(namedResources).flatMap(([service, kinds]) =>
    kinds.map(
      (kind) => `arn:aws:${service}:${awsRegion}:${accountId}:${kind.replace("{}", `azora-${name}`)}`,
    ),
  );
  const services = [...Object.keys(namedResources), "s3"];
  return {
    Sid: "ByName",
    Effect: "Allow",
    Action: services.map((service) => `${service}:*`),
    Resource: [...resources, `arn:aws:s3:::azora-${name}-*`],
  };
}
