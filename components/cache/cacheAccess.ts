import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { cachePasswords, cacheUserNames } from "../facts/cache";
import { cacheCluster, memberAddresses } from "../facts/cacheCluster";
import type { RegionContext } from "../shared";
import { addressesKey, monitorUser, passwordByAddress } from "./exporterParts";
import { labelsOf, namespace, passwordKey, passwordSecret } from "./parts";
import { shownVerifier } from "./verifiers";

export interface CacheAccessArgs {
  readonly context: RegionContext;
  /** What must exist first: the cluster with its guarded namespaces. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The region's own passwords for the cache, one in use and one that comes next for each user, in secrets beside the pods that
 * log in with them. No other region has them: what others need to check one is its SHA-256, which is no secret. Costs nothing.
 */
export class CacheAccess extends pulumi.ComponentResource {
  /** What every region checks this one's passwords by, as `region/user/sha256`. */
  readonly verifiers: pulumi.Output<readonly string[]>;

  constructor(name: string, args: CacheAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cache:CacheAccess", name, {}, opts);
    const region = args.context.region.name;
    const { slots, turns, inUse, length } = cachePasswords;

    const verifiers = cacheUserNames.flatMap((user) =>
      slots.map((slot) => {
        const password = new random.RandomPassword(
          `${name}-${user}-${slot}`,
          { length, special: false, keepers: { turn: String(turns[slot]) } },
          { parent: this },
        );
        if (slot === inUse)
          new k8s.core.v1.Secret(
            `${name}-${user}`,
            {
              metadata: { name: passwordSecret(user), namespace, labels: labelsOf("cache-password") },
              stringData: {
                [passwordKey]: password.result,
                ...(user === monitorUser
                  ? {
                      [addressesKey]: password.result.apply((text) =>
                        passwordByAddress(text, memberAddresses(cacheCluster(), region, args.context.domain)),
                      ),
                    }
                  : {}),
              },
            },
            { parent: this, dependsOn: [...args.after] },
          );
        const digest = password.result.apply((text) => createHash("sha256").update(text).digest("hex"));
        return pulumi.unsecret(digest).apply((sha256) => shownVerifier({ region, user, sha256 }));
      }),
    );

    this.verifiers = pulumi.all(verifiers);
    this.registerOutputs({ verifiers: this.verifiers });
  }
}
