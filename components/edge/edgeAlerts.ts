import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";

export interface EdgeAlertsArgs {
  /** Cloudflare's account, 32 hexadecimal digits. */
  readonly edgeAccountId: string;
  /** Who is told, an e-mail address. */
  readonly owner: string;
  readonly poolIds: readonly pulumi.Input<string>[];
  /** Where the on-call service takes alerts, with the key in it. Default: the owner's mail alone. */
  readonly onCallUrl?: pulumi.Input<string> | undefined;
}

/**
 * Tells the platform's owner and whoever is on call when a region is lost or back, taken out or put back, and of certificates.
 * Costs nothing.
 */
export class EdgeAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:EdgeAlerts", name, {}, opts);
    const { edgeAccountId, owner, poolIds } = args;
    const pools = { poolIds: [...poolIds] };
    const onCall =
      args.onCallUrl === undefined
        ? undefined
        : new cloudflare.NotificationPolicyWebhooks(
            `${name}-on-call`,
            { accountId: edgeAccountId, name: "azora-on-call", url: pulumi.secret(args.onCallUrl) },
            { parent: this },
          );
    const mechanisms = {
      emails: [{ id: owner }],
      ...(onCall === undefined ? {} : { webhooks: [{ id: onCall.id }] }),
    };
    const alert = (
      key: string,
      alertType: string,
      description: string,
      filters?: cloudflare.types.input.NotificationPolicyFilters,
    ): cloudflare.NotificationPolicy =>
      new cloudflare.NotificationPolicy(
        `${name}-${key}`,
        {
          accountId: edgeAccountId,
          name: `azora-${key}`,
          description,
          alertType,
          enabled: true,
          mechanisms,
          ...(filters === undefined ? {} : { filters }),
        },
        { parent: this },
      );
    alert("health", "load_balancing_health_alert", "A region stopped answering, or answers again", {
      ...pools,
      eventSources: ["pool", "origin"],
      newHealths: ["Unhealthy", "Healthy"],
    });
    alert(
      "steering",
      "load_balancing_pool_enablement_alert",
      "A region was taken out of steering, or put back",
      {
        ...pools,
        enableds: ["true", "false"],
      },
    );
    alert(
      "certificates",
      "universal_ssl_event_type",
      "A certificate of the edge was issued, or failed to be",
    );
    alert(
      "client-certificate",
      "zone_aop_custom_certificate_expiration_type",
      "A certificate that the regions know the edge by ends soon: deploy global, or delete it where a newer one is active",
    );
    this.registerOutputs({});
  }
}
