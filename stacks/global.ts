import type * as pulumi from "@pulumi/pulumi";
import { StackBudget } from "../components/cost";
import { EdgeClientAuthority, ProbeIdentities } from "../components/edge";
import { allRegions, globalStackHome, globalStackName } from "../components/facts/regions";
import { DeliveryIdentities } from "../components/identities";
import { OrganizationGuardRails } from "../components/organization";
import { RegionContext } from "../components/shared";
import { engineConfig, globalConfig } from "./config";
import { joinRegions, type Joined } from "./joinRegions";
import { awsProvider, roleProvider } from "./providers";

/** What the global stack gives to others; what joins the regions is `null` in phase `identities`. */
type GlobalOutputs = { readonly [K in keyof Joined]: Joined[K] | null } & {
  /** Who deploys: ARNs of the roles that the workflows' variables name. */
  readonly identities: {
    readonly deployerRoleArns: pulumi.Output<Record<string, string>>;
    readonly previewRoleArn: pulumi.Output<string>;
    readonly breakGlassRoleArn: pulumi.Output<string>;
  };
  /** Certificate of the authority that the regions are to trust for the edge, PEM: their `azora:edgeClientCa`. */
  readonly edgeClientCa: pulumi.Output<string>;
  /** Region → what its steering controller shows to others' entries, PEM, secret: its `azora:edgeSteeringIdentity`. */
  readonly probeIdentities: pulumi.Output<Record<string, string>>;
};

/** The stack of the whole account: who deploys, and what joins the regions, whose contracts it reads. */
export function globalStack(): GlobalOutputs {
  const config = globalConfig(engineConfig());
  // One provider for all: resources name their own region (AWS provider 7).
  const home = globalStackHome();
  const provider = awsProvider("aws", home.awsRegion, config.accountId);
  const context = new RegionContext({ ...config, region: home });
  const { deployerRoleArns, previewRoleArn, breakGlassRoleArn } = new DeliveryIdentities(
    "identities",
    {
      home: context,
      regions: allRegions().map((region) => new RegionContext({ ...config, region })),
      repository: config.githubRepository,
      breakGlassPrincipals: config.breakGlassPrincipals,
      owner: config.owner,
      organizationRoleArn: config.organizationRoleArn,
    },
    { provider },
  );
  const { organization: target, organizationRoleArn } = config;
  if (target !== undefined && organizationRoleArn !== undefined)
    new OrganizationGuardRails(
      "organization",
      { home: context, target },
      { provider: roleProvider("aws-organization", home.awsRegion, organizationRoleArn) },
    );
  const authority = new EdgeClientAuthority("edge-client-authority");
  const { identities: probeIdentities } = new ProbeIdentities("probe-identities", {
    domain: config.domain,
    regions: allRegions(),
    authority,
  });
  const joined =
    config.phase === "identities"
      ? {
          zoneAssociations: null,
          peerings: null,
          objectCopies: null,
          hosts: null,
          steering: null,
          originAuthorities: null,
        }
      : joinRegions(config, provider, authority);
  new StackBudget(
    "global-budget",
    { context, stack: globalStackName, monthlyUsd: config.monthlyBudgetUsd, owner: config.owner },
    { providers: [provider] },
  );
  return {
    ...joined,
    edgeClientCa: authority.certificatePem,
    probeIdentities,
    identities: { deployerRoleArns, previewRoleArn, breakGlassRoleArn },
  };
}
