import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { onTheWay } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { podSpecOf } from "../../shared/kubernetes";
import { holds, mustBe, type Must } from "../../shared/look";
import { alertmanagerType, copiesArgs, prometheusType, statefulSetType } from "../../shared/watchTypes";

const newest = "TLS13";
const fix = "serve and call with the region's certificates, TLS 1.3 at least";

/** What a server shows, and from which version on. */
const serves: readonly Must[] = [{ at: ["minVersion"], be: newest }];
const gossips: readonly Must[] = [...serves, { at: ["clientAuthType"], be: "RequireAndVerifyClientCert" }];

function mistakes(within: Reader, musts: readonly Must[]): Finding[] {
  return musts
    .filter((must) => !holds(within, must))
    .map((must) => wrong(within.at(...must.at), mustBe(must), fix));
}

/** A call to another part: to whom it can be checked, since it goes to addresses. */
function callMistakes(call: Reader): Finding[] {
  const tls = call.at("tlsConfig");
  return [
    ...(tls.flag("insecureSkipVerify") === true ? [wrong(tls.at("insecureSkipVerify"), "false", fix)] : []),
    ...(["ca", "cert", "keySecret"] as const)
      .filter((part) => !tls.at(part).exists)
      .map((part) => wrong(tls.at(part), "a reference to the region's", fix)),
  ];
}

function prometheusMistakes(spec: Reader): Finding[] {
  const sidecar = spec.at("thanos", "grpcServerTlsConfig");
  return [
    ...mistakes(spec.at("web", "tlsConfig"), serves),
    ...(spec.at("thanos").exists
      ? [
          ...mistakes(sidecar, serves),
          // Without the authorities whoever reaches the port may ask.
          ...(["caFile", "certFile", "keyFile"] as const)
            .filter((part) => !sidecar.at(part).exists)
            .map((part) => wrong(sidecar.at(part), "a file of the region's", fix)),
        ]
      : []),
    ...spec
      .items("remoteWrite")
      .flatMap((call) => [
        ...((call.text("url") ?? "").startsWith("https://") ? [] : [wrong(call.at("url"), "https://…", fix)]),
        ...callMistakes(call),
      ]),
    ...spec
      .items("alerting", "alertmanagers")
      .flatMap((call) => [
        ...(call.text("scheme") === "https" ? [] : [wrong(call.at("scheme"), "https", fix)]),
        ...callMistakes(call),
      ]),
  ];
}

/** What the keeper of copies must be told of each of its two doors. */
const doors = ["grpc-server-tls", "remote-write.server-tls"].flatMap((server) => [
  new RegExp(`^--${server}-cert=/`),
  new RegExp(`^--${server}-key=/`),
  // Without the authorities whoever reaches the port may write, and read.
  new RegExp(`^--${server}-client-ca=/`),
  new RegExp(`^--${server}-min-version=1\\.3$`),
]);

function copiesMistakes(pod: Reader): Finding[] {
  return copiesArgs(pod).flatMap(({ at, args }) =>
    doors
      .filter((door) => !args.some((arg) => door.test(arg)))
      .map((door) => wrong(at, `an argument ${door.source.replaceAll(/[\\^$]/g, "")}`, fix)),
  );
}

function check(resource: ResourceView): Finding[] {
  const { type, props } = resource;
  if (type === statefulSetType) return copiesMistakes(podSpecOf(resource));
  const spec = props.at("spec");
  return type === prometheusType
    ? prometheusMistakes(spec)
    : [
        ...mistakes(spec.at("web", "tlsConfig"), serves),
        ...mistakes(spec.at("clusterTLS", "server"), gossips),
      ];
}

export const rule: ResourceRule = {
  id: "metrics-tls",
  title: "What watches speaks TLS 1.3, and asks other regions for their certificates",
  why: "Metrics and alerts cross oceans; whoever could write to a store or join the Alertmanagers could hide an outage, or silence everything.",
  severity: "high",
  level: "mandatory",
  controls: onTheWay,
  scope: "resource",
  types: [prometheusType, alertmanagerType, statefulSetType],
  onUnknown: "fail",
  check,
};
