import { observabilityNames } from "../../../components/facts/observability";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { podSpecOf } from "../../shared/kubernetes";

/** What its settings must be, as variables of the environment, which go before every file. */
const musts: Readonly<Record<string, string>> = {
  GF_AUTH_ANONYMOUS_ENABLED: "false",
  GF_AUTH_BASIC_ENABLED: "false",
  GF_AUTH_DISABLE_LOGIN_FORM: "true",
  GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true",
  GF_USERS_ALLOW_SIGN_UP: "false",
  GF_USERS_AUTO_ASSIGN_ORG_ROLE: "Viewer",
  GF_USERS_VIEWERS_CAN_EDIT: "false",
  GF_SERVER_PROTOCOL: "https",
  GF_SERVER_MIN_TLS_VERSION: "TLS1.3",
};

/** What would let somebody in, or make somebody more than one who looks. */
const refused = /^GF_(SECURITY_ADMIN_(USER|PASSWORD|EMAIL)|AUTH_PROXY_ENABLED|AUTH_LDAP_ENABLED)(__FILE)?$/;

const image = /(^|\/)grafana(:|@|$)/;
const fix = "take the settings that grafanaSettings gives";

/** Every container of Grafana's in a pod. */
function grafanas(pod: Reader): readonly Reader[] {
  return pod.items("containers").filter((container) => image.test(container.text("image") ?? ""));
}

/** A variable that is not there; all the others, which a message would show, are beside the point. */
function missing(container: Reader, wanted: string): Finding {
  return { ...wrong(container.at("env"), wanted, fix), found: "not among its variables" };
}

function findings(container: Reader): readonly Finding[] {
  const variables = container.items("env");
  const named = (name: string): Reader | undefined =>
    variables.find((variable) => variable.text("name") === name);
  return [
    ...Object.entries(musts).flatMap(([name, value]) => {
      const variable = named(name);
      if (variable === undefined) return [missing(container, `${name}=${value}`)];
      return variable.text("value") === value ? [] : [wrong(variable.at("value"), `${name}=${value}`, fix)];
    }),
    // Its own is known to everybody.
    ...(named("GF_SECURITY_SECRET_KEY") === undefined
      ? [missing(container, "GF_SECURITY_SECRET_KEY of a secret")]
      : []),
    ...variables
      .filter((variable) => refused.test(variable.text("name") ?? ""))
      .map((variable) => wrong(variable.at("name"), "no password, and no way in beside OpenID", fix)),
  ];
}

export const rule: ResourceRule = {
  id: "grafana-closed",
  title: `${observabilityNames.grafana} lets nobody in without a name, and nobody change what it shows`,
  why: "Dashboards show what the platform does and where it is weak; a password that is there from the beginning is known to everybody, and a page that may be changed is not what was reviewed.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.2"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(d)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"],
  onUnknown: "fail",
  check: (resource) => grafanas(podSpecOf(resource)).flatMap(findings),
};
