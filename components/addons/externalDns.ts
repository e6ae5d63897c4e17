import * as pulumi from "@pulumi/pulumi";
import { charts } from "../facts/charts";
import { namespaces } from "../facts/namespaces";
import { helmRelease, PodRole, type PolicyStatement } from "../shared";
import { onSystemNodes, resources, type AwsAddonArgs } from "./addonArgs";

export interface ExternalDnsArgs extends AwsAddonArgs {
  /** The region's private hosted zone: the only one that is ever changed. */
  readonly privateZoneId: pulumi.Input<string>;
  readonly privateZoneName: pulumi.Input<string>;
}

const serviceAccount = "external-dns";

/** Changes in one zone only; the list of zones cannot be limited (external-dns, `docs/tutorials/aws.md`). */
function externalDnsPolicy(privateZoneId: pulumi.Input<string>): readonly PolicyStatement[] {
  return [
    {
      Sid: "ChangeOurZone",
      Effect: "Allow",
      Action: [
        "route53:ChangeResourceRecordSets",
        "route53:ListResourceRecordSets",
        "route53:ListTagsForResources",
      ],
      Resource: pulumi.interpolate`arn:aws:route53:::hostedzone/${privateZoneId}`,
    },
    { Sid: "FindZones", Effect: "Allow", Action: "route53:ListHostedZones", Resource: "*" },
  ];
}

/**
 * Publishes services in the region's private zone, so that pods of other regions find them by name.
 *
 * A service asks for a name by the annotation `external-dns.alpha.kubernetes.io/hostname`. The members of a quorum must
 * find each other before any of them is ready: their headless service sets `publishNotReadyAddresses: true`, which
 * external-dns follows; it is not switched on for everyone, since other clients want ready pods only. The rule
 * `kubernetes-headless-published` refuses a headless service with a name in the zone that does not.
 * Costs to run: one small pod, the zone's queries.
 */
export class ExternalDns extends pulumi.ComponentResource {
  readonly release: pulumi.Resource;
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ExternalDnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:ExternalDns", name, {}, opts);

    const { context, clusterName, clusterArn } = args;
    const namespace = namespaces.externalDns.name;
    const role = new PodRole(
      `${name}-role`,
      {
        context,
        clusterArn,
        purpose: "external-dns",
        service: "dns",
        policies: { zone: externalDnsPolicy(args.privateZoneId) },
        association: { clusterName, namespace, serviceAccount },
      },
      { parent: this },
    );
    this.release = helmRelease(
      name,
      {
        chart: charts.externalDns,
        namespace,
        mirror: args.mirror,
        values: {
          serviceAccount: { name: serviceAccount },
          provider: { name: "aws" },
          sources: ["service"],
          // Names of services that are gone are taken back; only records that carry our owner id are touched.
          policy: "sync",
          registry: "txt",
          txtOwnerId: clusterName,
          domainFilters: [args.privateZoneName],
          extraArgs: { "aws-zone-type": "private", "zone-id-filter": args.privateZoneId },
          // A member that moved must be found again at once, not at the next minute.
          triggerLoopOnEvent: true,
          priorityClassName: "platform-critical",
          ...onSystemNodes,
          resources: resources(50, 128, 256),
        },
      },
      { parent: this, dependsOn: [...args.after, role] },
    );

    this.roleArn = role.roleArn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
