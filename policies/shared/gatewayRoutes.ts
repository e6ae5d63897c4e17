import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { wrong } from "./finding";

/** Tokens of a custom resource in each version that its group serves, or has served. */
export function inVersions(group: string, kind: string, ...versions: readonly string[]): string[] {
  return versions.map((version) => `kubernetes:${group}/${version}:${kind}`);
}

const group = "gateway.networking.k8s.io";
export const gatewayTypes = inVersions(group, "Gateway", "v1", "v1beta1");
export const listenerSetTypes = [
  ...inVersions(group, "ListenerSet", "v1"),
  ...inVersions("gateway.networking.x-k8s.io", "XListenerSet", "v1alpha1"),
];
const httpRouteTypes = inVersions(group, "HTTPRoute", "v1", "v1beta1");
const grpcRouteTypes = inVersions(group, "GRPCRoute", "v1", "v1alpha2");
/** What may attach to a listener of plain HTTP. */
export const routeTypes = [...httpRouteTypes, ...grpcRouteTypes];

const fix = "name an HTTPS listener by its sectionName, and answer HTTP with a redirect only";
const encrypted = ["HTTPS", "TLS"];

/** Whether a route attaches to a listener of a gateway: an attachment without a section is to all of them. */
function attaches(route: Reader, gateway: Reader, listener: Reader): boolean {
  const own = route.text("metadata", "namespace");
  return route.items("spec", "parentRefs").some((parent) => {
    const section = parent.text("sectionName");
    const port = parent.number("port");
    return (
      parent.text("name") === gateway.text("metadata", "name") &&
      (parent.text("namespace") ?? own) === gateway.text("metadata", "namespace") &&
      (section === undefined || section === listener.text("name")) &&
      (port === undefined || port === listener.number("port"))
    );
  });
}

function redirects(rule: Reader): boolean {
  return (
    rule.items("backendRefs").length === 0 &&
    rule
      .items("filters")
      .some(
        (filter) =>
          filter.text("type") === "RequestRedirect" && filter.text("requestRedirect", "scheme") === "https",
      )
  );
}

/** What a route answers other than by a redirect. */
function answers(route: ResourceView): Finding[] {
  const rules = route.props.items("spec", "rules");
  if (rules.length === 0 || grpcRouteTypes.includes(route.type))
    return [{ ...wrong(route.props.at("spec", "rules"), "a redirect to https", fix), urn: route.urn }];
  return rules
    .filter((rule) => !redirects(rule))
    .map((rule) => ({ ...wrong(rule, "a redirect to https", fix), urn: route.urn }));
}

/** A listener of plain HTTP: only routes that redirect attach to it, and none from where the stack does not see. */
function checkPlain(stack: StackView, gateway: Reader, listener: Reader): Finding[] {
  const routes = routeTypes
    .flatMap((type) => stack.ofType(type))
    .filter((route) => attaches(route.props, gateway, listener));
  const from = listener.at("allowedRoutes", "namespaces", "from");
  return [
    ...(routes.length === 0
      ? [wrong(listener.at("protocol"), "HTTPS, or a route that redirects to it", fix)]
      : []),
    ...(["Same", undefined].includes(from.text())
      ? []
      : [wrong(from, "Same", "let in the gateway's own routes only")]),
    ...routes.flatMap(answers),
  ];
}

/** What is wrong with the protocols of a gateway's listeners. */
export function checkListeners(stack: StackView, { type, props }: ResourceView): Finding[] {
  return props.items("spec", "listeners").flatMap((listener) => {
    const protocol = listener.at("protocol");
    const name = protocol.text() ?? "";
    if (encrypted.includes(name)) return [];
    return name === "HTTP" && gatewayTypes.includes(type)
      ? checkPlain(stack, props, listener)
      : [wrong(protocol, encrypted.join(" or "), fix)];
  });
}
