import { charts } from "../../../components/facts/charts";
import type { ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { chartOf, refusedArguments, releaseType, unmet, valueAt } from "../../shared/helmValues";

const fix = "give the engine an issuer, or no console";

export const rule: ResourceRule = {
  id: "automation-console",
  title: "The console of workflows is open to nobody whom the issuer has not let in",
  why: "By default it asks for the token of an account, and with the mode `server` for nothing: whoever reaches it starts restores, and reads what they print.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: (release) => {
    if (chartOf(release) !== charts.argoWorkflows.chart) return [];
    const server = valueAt(release, "server");
    if (server.flag("enabled") === false) return [];
    const modes = server.at("authModes");
    const issuer = server.at("sso", "issuer");
    const single = server.at("authMode");
    const unchecked = server.at("sso", "insecureSkipVerify");
    return [
      ...(modes.texts().join() === "sso" ? [] : [wrong(modes, '["sso"]', fix)]),
      ...(single.exists && single.text() !== "" ? [wrong(single, "absent", fix)] : []),
      ...unmet(release, [{ path: "server.sso.enabled", is: true }], fix),
      ...(issuer.text()?.startsWith("https://") ? [] : [wrong(issuer, "https://…", fix)]),
      ...(unchecked.flag() ? [wrong(unchecked, "false", "check the issuer's certificate")] : []),
      ...unmet(release, [{ path: "server.sso.rbac.enabled", is: true }], fix),
      ...(server.flag("ingress", "enabled")
        ? [wrong(server.at("ingress", "enabled"), "false", "publish it through the gateway")]
        : []),
      ...refusedArguments(release, [{ path: "server.extraArgs", flags: ["--auth-mode"] }], fix),
    ];
  },
};
