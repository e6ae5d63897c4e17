import { monitorIntervalSecondsMin } from "../../../components/facts/edge";
import { edgeHealth } from "../../../components/facts/edgeMonitor";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { poolType } from "../../shared/edgePools";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const monitorType = "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor";
const intervalSecondsMax = Math.max(...Object.values(monitorIntervalSecondsMin));

function monitorOf({ props }: ResourceView): Finding[] {
  const findings: Finding[] = [];
  const must = (field: string, wanted: string, fix: string): void => {
    if (props.text(field) !== wanted) findings.push(wrong(props.at(field), wanted, fix));
  };
  must("type", "https", "ask over TLS, as users do");
  must("path", edgeHealth.path, "ask what the gateways answer");
  must("expectedCodes", edgeHealth.expectedCodes, "take no other answer");
  must("expectedBody", edgeHealth.expectedBody, "take no other answer");
  if (props.flag("allowInsecure") === true)
    findings.push(wrong(props.at("allowInsecure"), "false", "verify the origin's certificate"));
  if ((props.number("interval") ?? Infinity) > intervalSecondsMax)
    findings.push(wrong(props.at("interval"), `${intervalSecondsMax} seconds or less`, "ask more often"));
  return findings;
}

export const rule: StackRule = {
  id: "edge-pools-watched",
  title: "Every pool of the edge is watched by a monitor that asks as users do",
  why: "A pool that nobody asks counts as healthy for ever, and users are led to a dead region.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [poolType, monitorType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [poolType], (pool) =>
      stack.sources(pool, "monitor").some(({ type }) => type === monitorType)
        ? []
        : [wrongResource("no monitor of this stack", "a monitor", "watch the pool by a LoadBalancerMonitor")],
    ),
    ...findingsOf(stack, [monitorType], monitorOf),
  ],
};
