import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { EksAddonFact } from "../facts/addons";
import type { RegionContext } from "../shared";

export interface EksAddonArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly fact: EksAddonFact;
  /** Settings in the add-on's own words, as JSON text. Default the add-on's. */
  readonly configuration?: pulumi.Input<string>;
  /** The service account that gets a role through Pod Identity. Default none. */
  readonly identity?: { readonly serviceAccount: string; readonly roleArn: pulumi.Input<string> };
}

/** One add-on that EKS installs and repairs, at its pinned version; what is in the cluster gives way to it. */
export function eksAddon(
  name: string,
  args: EksAddonArgs,
  opts: pulumi.CustomResourceOptions,
): aws.eks.Addon {
  const { context, fact, identity } = args;
  return new aws.eks.Addon(
    `${name}-${fact.addon}`,
    {
      clusterName: args.clusterName,
      addonName: fact.addon,
      addonVersion: fact.version,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(args.configuration === undefined ? {} : { configurationValues: args.configuration }),
      ...(identity === undefined
        ? {}
        : {
            podIdentityAssociations: [{ serviceAccount: identity.serviceAccount, roleArn: identity.roleArn }],
          }),
      tags: context.tags({ service: "cluster", name: fact.addon }),
    },
    opts,
  );
}
