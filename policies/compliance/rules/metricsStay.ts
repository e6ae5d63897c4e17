import { partnerCopy } from "../../../components/facts/observability";
import { allRegions } from "../../../components/facts/regions";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { prometheusType } from "../../shared/watchTypes";

const fix = "send to the partner's store only, and only what rules recorded (MetricsStore)";

/** The region of a store's address; a host of nobody's is of none. @example "https://metrics-copies.europe.internal.azora.example:9090/…" */
function regionOf(url: string): string | undefined {
  const [, name] = /^https?:\/\/[^./]+\.([^./]+)\.internal\./.exec(url) ?? [];
  return allRegions().find((region) => region.name === name)?.name;
}

function sends(call: Reader): Finding[] {
  const url = call.at("url");
  const steps = call.items("writeRelabelConfigs");
  // One alone: a step before it could give all series names that are kept.
  const keeps =
    steps.length === 1 &&
    steps.every(
      (step) =>
        step.text("action") === "keep" &&
        step.text("regex") === partnerCopy.metrics &&
        step.texts("sourceLabels").join() === "__name__",
    );
  return [
    ...(regionOf(url.text() ?? "") === undefined
      ? [wrong(url, "a store of a region of the platform", fix)]
      : []),
    ...(keeps ? [] : [wrong(call.at("writeRelabelConfigs"), `keep __name__ =~ ${partnerCopy.metrics}`, fix)]),
  ];
}

export const rule: ResourceRule = {
  id: "metrics-stay",
  title: "A region's metrics leave it for another region's store only, as far as rules recorded them",
  why: "Series of single pods and targets are the region's own, and some exporters tell addresses; what is recorded is counted over all of them.",
  severity: "high",
  level: "mandatory",
  controls: transfers,
  scope: "resource",
  types: [prometheusType],
  onUnknown: "fail",
  check: ({ props }) => [
    ...props.items("spec", "remoteWrite").flatMap(sends),
    // What reads from elsewhere would let others in by the same door.
    ...props.items("spec", "remoteRead").map((call) => wrong(call, "none", fix)),
    // A sidecar with a bucket sends all of it there.
    ...["objectStorageConfig", "objectStorageConfigFile"]
      .map((field) => props.at("spec", "thanos", field))
      .filter((field) => field.exists)
      .map((field) => wrong(field, "none", fix)),
  ],
};
