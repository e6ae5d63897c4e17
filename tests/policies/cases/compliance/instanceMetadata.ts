import { rule } from "../../../../policies/compliance/rules/instanceMetadata";
import { absent, unknown, type Mutation, type RuleCases } from "../../../support/rules";

const options = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };

/** Every type, by the field that holds its options; the account's defaults hold them themselves. */
const types: readonly (readonly [type: string, field: string])[] = [
  ["aws:ec2/launchTemplate:LaunchTemplate", "metadataOptions"],
  ["aws:ec2/instance:Instance", "metadataOptions"],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "metadataOptions"],
  ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "metadataOptions"],
  ["aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration", "instanceMetadataOptions"],
  ["aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", ""],
];

export const cases: RuleCases = {
  rule,
  fixtures: types.map(([type, field]) => ({ type, props: field === "" ? options : { [field]: options } })),
  mutations: types.flatMap(([type, field], resource): Mutation[] => {
    const within = field === "" ? "" : `${field}.`;
    const tokens = `${within}httpTokens`;
    const hops = `${within}httpPutResponseHopLimit`;
    return [
      {
        name: `${type}: no token is needed`,
        resource,
        path: tokens,
        to: "optional",
        finding: { path: tokens, found: '"optional"', wanted: "required" },
      },
      {
        name: `${type}: whether a token is needed is left to others`,
        resource,
        path: tokens,
        to: absent,
        finding: { path: tokens, found: "absent", wanted: "required" },
      },
      ...[0, 2].map((hopLimit) => ({
        name: `${type}: ${hopLimit} hops`,
        resource,
        path: hops,
        to: hopLimit,
        finding: { path: hops, found: String(hopLimit), wanted: "1" },
      })),
      {
        name: `${type}: how many hops is left to others`,
        resource,
        path: hops,
        to: absent,
        finding: { path: hops, found: "absent", wanted: "1" },
      },
      ...[tokens, hops, ...(field === "" ? [] : [field])].map((path) => ({
        name: `${type}: ${path} is unknown`,
        resource,
        path,
        to: unknown,
        finding: { path, found: "unknown", state: "undecided" as const },
      })),
    ];
  }),
};
