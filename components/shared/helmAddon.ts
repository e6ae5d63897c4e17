import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { helmTimeoutSeconds } from "../facts/addons";
import type { ChartFact } from "../facts/charts";
import { check } from "./validate";

/** A registry that holds copies of the charts, for clusters that may not reach the charts' own homes. */
export interface ChartMirror {
  /** Where the copies are, without the chart's name. @example "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts" */
  readonly address: string;
  readonly username?: string;
  /** Kept as a secret. */
  readonly password?: pulumi.Input<string>;
}

export interface HelmReleaseArgs {
  readonly chart: ChartFact;
  /** A plain name: the release must also depend on what makes the namespace. */
  readonly namespace: string;
  /** Every path must exist in the chart's own values; Helm ignores the others silently. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly mirror?: ChartMirror | undefined;
  /** Leaves out the definitions that a chart also carries, where another chart brings them. Default false. */
  readonly skipCrds?: boolean;
}

/** Where a chart comes from, in the words of `helm.v3.Release`. */
export interface ChartSource {
  readonly chart: string;
  readonly repositoryOpts?: {
    readonly repo?: string;
    readonly username?: string;
    readonly password?: pulumi.Input<string>;
  };
}

/**
 * The place a chart is fetched from: the mirror if there is one, else the chart's own home.
 * @example chartSource(charts.karpenter).chart // "oci://public.ecr.aws/karpenter/karpenter"
 */
export function chartSource(chart: ChartFact, mirror?: ChartMirror): ChartSource {
  if (mirror) {
    const credentials = {
      ...(mirror.username === undefined ? {} : { username: mirror.username }),
      ...(mirror.password === undefined ? {} : { password: pulumi.secret(mirror.password) }),
    };
    return {
      chart: `${mirror.address.replace(/\/+$/, "")}/${chart.chart}`,
      ...(Object.keys(credentials).length === 0 ? {} : { repositoryOpts: credentials }),
    };
  }
  return chart.repository.startsWith("oci://")
    ? { chart: chart.repository }
    : { chart: chart.chart, repositoryOpts: { repo: chart.repository } };
}

/**
 * Installs one chart at its pinned version: all or nothing, waited for.
 * @throws InvalidValueError if the mirror is not an `oci://` address.
 */
export function helmRelease(
  name: string,
  args: HelmReleaseArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.helm.v3.Release {
  const { mirror } = args;
  if (mirror) check(mirror.address.startsWith("oci://"), "ChartMirror.address", mirror.address, "oci://…");

  const source = chartSource(args.chart, mirror);
  return new k8s.helm.v3.Release(
    name,
    {
      ...source,
      // Objects inside the chart are named after the release.
      name: args.chart.chart,
      version: args.chart.version,
      namespace: args.namespace,
      createNamespace: false,
      skipCrds: args.skipCrds ?? false,
      values: args.values,
      atomic: true,
      cleanupOnFail: true,
      timeout: helmTimeoutSeconds,
    },
    opts,
  );
}
