import { mesh } from "../../components/facts/security";
import { tlsPolicies } from "../../components/facts/tls";
import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";
import { inVersions } from "./gatewayRoutes";
import { checkPolicy } from "./tlsPolicies";

const networking = (kind: string): string[] =>
  inVersions("networking.istio.io", kind, "v1", "v1beta1", "v1alpha3");

/** Protocols of a server that speak TLS, and modes in which the gateway does not end it by a version of its own. */
const encrypted = ["HTTPS", "TLS"];
const versionless = ["PASSTHROUGH", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL"];
/** Modes in which a client of the mesh encrypts; the mesh chooses where none is given. */
const encrypting = ["ISTIO_MUTUAL", "MUTUAL", "SIMPLE"];

function checkServers(props: Reader): Finding[] {
  return props.items("spec", "servers").flatMap((server) => {
    const protocol = server.at("port", "protocol");
    const name = protocol.text()?.toUpperCase() ?? "";
    const tls = server.at("tls");
    if (name === "HTTP") {
      const redirect = tls.at("httpsRedirect");
      return redirect.flag() === true ? [] : [wrong(redirect, "true", "answer HTTP with a redirect only")];
    }
    if (!encrypted.includes(name)) return [wrong(protocol, "HTTPS or TLS", "let the gateway end TLS")];
    return versionless.includes(tls.text("mode") ?? "")
      ? []
      : checkPolicy(tls.at("minProtocolVersion"), tlsPolicies.mesh);
  });
}

function checkPeers(props: Reader): Finding[] {
  const ports = props.at("spec", "portLevelMtls");
  return [props.at("spec", "mtls"), ...props.keys("spec", "portLevelMtls").map((port) => ports.at(port))]
    .map((mtls) => mtls.at("mode"))
    .filter((mode) => mode.text() !== mesh.mtlsMode)
    .map((mode) =>
      wrong(mode, mesh.mtlsMode, "let nobody speak to a service without the mesh's certificates"),
    );
}

function checkTraffic(props: Reader): Finding[] {
  return [props.at("spec"), ...props.items("spec", "subsets")]
    .map((part) => part.at("trafficPolicy"))
    .flatMap((policy) => [policy, ...policy.items("portLevelSettings")])
    .map((settings) => settings.at("tls", "mode"))
    .filter((mode) => mode.exists && !encrypting.includes(mode.text() ?? ""))
    .map((mode) => wrong(mode, encrypting.join(" or "), "leave the mode to the mesh"));
}

function each<Check>(types: readonly string[], check: Check): Record<string, Check> {
  return Object.fromEntries(types.map((type) => [type, check]));
}

/** What is wrong with how each type of the mesh lets data travel. */
export const meshChecks: Readonly<Record<string, (props: Reader) => Finding[]>> = {
  ...each(networking("Gateway"), checkServers),
  ...each(networking("DestinationRule"), checkTraffic),
  ...each(inVersions("security.istio.io", "PeerAuthentication", "v1", "v1beta1"), checkPeers),
};
