import { edgePlanFacts, planLimits } from "../../../components/facts/edge";
import { edgeHealth, edgeMonitor } from "../../../components/facts/edgeMonitor";
import { httpsPort } from "../../../components/facts/network";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { noneOf, poolType } from "../../shared/edgePools";
import { loadBalancerType } from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const monitorType = "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor";
const intervalSecondsMax = Math.max(...Object.values(planLimits("monitorIntervalSecondsMin")));
const watchedFrom = new Set(Object.values(edgePlanFacts).map(({ checkRegions }) => checkRegions.join(", ")));

/** What would decide beside the monitor whether a pool answers, or how much of it. */
const besideMonitor = ["loadShedding", "healthSources", "monitorGroup"];

function poolOf(stack: StackView, pool: ResourceView): Finding[] {
  const { props } = pool;
  const regions = props.texts("checkRegions").sort().join(", ");
  return [
    ...(stack.sources(pool, "monitor").some(({ type }) => type === monitorType)
      ? []
      : [wrongResource("no monitor of this stack", "a monitor", "watch the pool by a LoadBalancerMonitor")]),
    ...(props.flag("enabled") === false
      ? [wrong(props.at("enabled"), "true", "let the regions' probes take it out")]
      : []),
    ...noneOf(props, besideMonitor, "let the one monitor and the regions' probes decide"),
    ...(watchedFrom.has(regions)
      ? []
      : [
          wrong(
            props.at("checkRegions"),
            [...watchedFrom].join("; or "),
            "say from where it is watched, as the plan of facts has it",
          ),
        ]),
  ];
}

/** The hosts that load balancers of the stack lead: who asks otherwise is not answered as users are. */
function askedHost(stack: StackView, { props }: ResourceView): Finding[] {
  const hosts = props.texts("header", "Host");
  const led = stack.ofType(loadBalancerType).map((balancer) => balancer.props.text("name"));
  return hosts.length === 1 && hosts.every((host) => led.includes(host))
    ? []
    : [wrong(props.at("header", "Host"), "a host that a load balancer leads", "ask for a host as users do")];
}

function monitorOf(stack: StackView, monitor: ResourceView): Finding[] {
  const { props } = monitor;
  const findings = askedHost(stack, monitor);
  const must = (field: string, wanted: string, fix: string): void => {
    if (props.text(field) !== wanted) findings.push(wrong(props.at(field), wanted, fix));
  };
  const mustNot = (field: string, fix: string): void => {
    if (props.flag(field) === true) findings.push(wrong(props.at(field), "false", fix));
  };
  must("type", "https", "ask over TLS, as users do");
  must("method", "GET", "ask what the gateways answer");
  must("path", edgeHealth.path, "ask what the gateways answer");
  must("expectedCodes", edgeHealth.expectedCodes, "take no other answer");
  must("expectedBody", edgeHealth.expectedBody, "take no other answer");
  mustNot("allowInsecure", "verify the origin's certificate");
  mustNot("followRedirects", "take no other host's answer");
  const port = props.number("port") ?? httpsPort;
  if (port !== httpsPort) findings.push(wrong(props.at("port"), String(httpsPort), "ask where users do"));
  for (const field of ["consecutiveUp", "consecutiveDown"] as const)
    if (props.number(field) !== edgeMonitor[field])
      findings.push(
        wrong(props.at(field), String(edgeMonitor[field]), "let one lost packet decide nothing, and two do"),
      );
  const interval = props.number("interval") ?? Infinity;
  if (interval > intervalSecondsMax)
    findings.push(wrong(props.at("interval"), `${intervalSecondsMax} seconds or less`, "ask more often"));
  const asking = (props.number("timeout") ?? Infinity) * ((props.number("retries") ?? Infinity) + 1);
  if (asking > interval)
    findings.push(
      wrong(
        props.at("timeout"),
        `with its retries, at most the interval`,
        "give up before it is asked again",
      ),
    );
  return findings;
}

export const rule: StackRule = {
  id: "edge-pools-watched",
  title: "Every pool of the edge is on, and watched by a monitor that asks as users do",
  why: "A pool that nobody asks counts as healthy for ever, and users are led to a dead region.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [poolType, monitorType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [poolType], (pool) => poolOf(stack, pool)),
    ...findingsOf(stack, [monitorType], (monitor) => monitorOf(stack, monitor)),
  ],
};
