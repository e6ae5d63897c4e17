import { rule } from "../../../../policies/compliance/rules/metricsTls";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { RuleCases } from "../../../support/rules";
import { alertmanager, copies, otherPods, prometheus } from "../../../support/watchFixtures";

const [web, sidecar] = ["spec.web.tlsConfig", "spec.thanos.grpcServerTlsConfig"];
const [write, alerting] = ["spec.remoteWrite[0]", "spec.alerting.alertmanagers[0]"];
const gossip = "spec.clusterTLS.server";
const reference = "a reference to the region's";
const verify = "RequireAndVerifyClientCert";
const router = { resource: 2 };

const args = "spec.template.spec.containers[0].args";
const doors = ["grpc-server-tls", "remote-write.server-tls"].flatMap((server) =>
  ["cert", "key", "client-ca", "min-version"].map((part) => `--${server}-${part}`),
);
const told = doors.map((door) => (door.endsWith("min-version") ? `${door}=1.3` : `${door}=/file`));
const wantedDoors = doors.map((door) => (door.endsWith("min-version") ? `${door}=1.3` : `${door}=/`));

export const cases: RuleCases = {
  rule,
  fixtures: [prometheus, copies, alertmanager, otherPods],
  mutations: [
    ...["TLS12", "TLS10", absent].flatMap((version) => [
      refused(`served by ${String(version)}`, `${web}.minVersion`, version, "TLS13"),
      refused(`asked by ${String(version)}`, `${sidecar}.minVersion`, version, "TLS13"),
      refused(`alerts served by ${String(version)}`, `${web}.minVersion`, version, "TLS13", router),
      refused(`told by ${String(version)}`, `${gossip}.minVersion`, version, "TLS13", router),
    ]),
    refused("served in plain", web, absent, "TLS13", { at: `${web}.minVersion`, found: "absent" }),
    ...["caFile", "certFile", "keyFile"].map((part) =>
      refused(`asked without ${part}`, `${sidecar}.${part}`, absent, "a file of the region's"),
    ),
    refused(
      "written in plain",
      `${write}.url`,
      "http://metrics-copies.americas.internal.azora.example/",
      "https://…",
    ),
    refused("alerts in plain", `${alerting}.scheme`, "http", "https"),
    refused("alerts by no scheme", `${alerting}.scheme`, absent, "https"),
    ...[write, alerting].flatMap((call) => [
      refused(`${call} to anybody`, `${call}.tlsConfig.insecureSkipVerify`, true, "false"),
      ...["ca", "cert", "keySecret"].map((part) =>
        refused(`${call} without ${part}`, `${call}.tlsConfig.${part}`, absent, reference),
      ),
    ]),
    ...["VerifyClientCertIfGiven", "NoClientCert", absent].map((type) =>
      refused(`joined by ${String(type)}`, `${gossip}.clientAuthType`, type, verify, router),
    ),
    ...doors.map((door, index) =>
      refused(
        `copies without ${door}`,
        args,
        ["receive", ...told.filter((_, at) => at !== index)],
        `an argument ${wantedDoors[index] ?? ""}`,
        { resource: 1 },
      ),
    ),
    ...allUndecided([args], { resource: 1, of: "copies" }),
    ...allUndecided([`${web}.minVersion`, `${sidecar}.caFile`, `${write}.url`, `${alerting}.scheme`]),
    ...allUndecided([`${gossip}.clientAuthType`], { ...router, of: "alerts" }),
  ],
  survivors: [
    { path: "spec.template.spec", why: "a set without pods" },
    { path: "spec.template.spec.containers", why: "a pod without containers has no doors" },
    { path: "spec.template.spec.containers[*]", why: "the same" },
    { path: "spec.template.spec.containers[*].args*", why: "what is no receiver of Thanos' takes no copies" },
    { path: "spec.thanos", why: "one without a sidecar is asked by nobody from afar" },
    { path: "spec.remoteWrite", why: "one that sends nothing sends nothing in plain" },
    { path: "spec.alerting.alertmanagers", why: "the same of alerts" },
    { path: "spec.remoteWrite[*].tlsConfig.insecureSkipVerify", why: "absent it is false" },
    { path: "spec.alerting.alertmanagers[*].tlsConfig.insecureSkipVerify", why: "absent it is false" },
  ],
};
