import { tlsPassThrough, tlsPolicies } from "../../components/facts/tls";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { wrong } from "./finding";
import { checkPolicy } from "./tlsPolicies";

export const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
export const listenerRuleTypes = ["aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"];

const fix = "answer HTTP with a redirect to HTTPS only";

/** What is wrong with the actions by which plain HTTP is answered. */
function plainActions(props: Reader, field: string): Finding[] {
  const actions = props.items(field);
  if (actions.length === 0) return [wrong(props.at(field), "a redirect to HTTPS", fix)];
  return actions.flatMap((action) => {
    const target = action.at("redirect", "protocol");
    if (target.text() !== "HTTPS") return [wrong(target, "HTTPS", fix)];
    // The type decides what is done; a redirect beside another is not looked at.
    return action.text("type") === "redirect" ? [] : [wrong(action.at("type"), "redirect", fix)];
  });
}

/** What is wrong with how a listener of a load balancer carries data. */
export function checkListener(props: Reader): Finding[] {
  const protocol = props.at("protocol");
  const name = protocol.text() ?? "";
  if (name === "HTTPS" || name === "TLS") return checkPolicy(props.at("sslPolicy"), tlsPolicies.loadBalancer);
  if (name === "HTTP") return plainActions(props, "defaultActions");
  const found = wrong(protocol, "HTTPS or TLS", "let the listener, or the mesh behind it, end TLS");
  return tlsPassThrough.protocols.some((passed) => passed === name)
    ? [{ ...found, note: tlsPassThrough.reason }]
    : [found];
}

/** The same of a rule, which answers before its listener does; one of a listener elsewhere may be of plain HTTP. */
export function checkListenerRule(stack: StackView, rule: ResourceView): Finding[] {
  const listeners = stack.sources(rule, "listenerArn").filter(({ type }) => listenerTypes.includes(type));
  const encrypted =
    listeners.length > 0 && listeners.every(({ props }) => props.text("protocol") === "HTTPS");
  return encrypted ? [] : plainActions(rule.props, "actions");
}
