import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

const fix = "name the verbs, resources and API groups that are needed";

/** Verbs that hand out more rights than one holds. */
const escalatingVerbs = ["escalate", "bind", "impersonate"];

/** Rights that lead to every other one ("RBAC good practices", kubernetes.io): the kubelet's own, and tokens of others. */
const escalatingResources: Readonly<Record<string, readonly string[]>> = {
  "nodes/proxy": ["get", "create", "update", "patch", "delete"],
  "serviceaccounts/token": ["create"],
  "certificatesigningrequests/approval": ["update", "patch"],
};

const reading = ["get", "list", "watch"];

/**
 * What is too wide in one rule of a role.
 * @param clusterWide whether the role holds in every namespace.
 */
export function wideRights(granted: Reader, clusterWide: boolean): Finding[] {
  const verbs = granted.texts("verbs");
  const resources = granted.items("resources");
  const wild = ["verbs", "resources", "apiGroups"]
    .flatMap((list) => granted.items(list))
    .filter((item) => item.text()?.includes("*"));
  const everyUrl = granted.items("nonResourceURLs").filter((url) => /^\/?\*$/.test(url.text() ?? ""));
  const escalating = resources.filter((resource) =>
    verbs.some((verb) => escalatingResources[resource.text() ?? ""]?.includes(verb)),
  );
  const secrets = resources.filter((resource) => resource.text() === "secrets");
  const readsAllSecrets =
    clusterWide &&
    secrets.length > 0 &&
    verbs.some((verb) => reading.includes(verb)) &&
    granted.items("resourceNames").length === 0;
  return [
    ...[...wild, ...everyUrl].map((item) => wrong(item, "a name", fix)),
    ...granted
      .items("verbs")
      .filter((verb) => escalatingVerbs.includes(verb.text() ?? ""))
      .map((verb) => wrong(verb, "no verb that escalates", fix)),
    ...escalating.map((resource) => wrong(resource, "no resource that escalates", fix)),
    ...(readsAllSecrets ? secrets : []).map((resource) =>
      wrong(resource, "resourceNames beside it, or a Role of one namespace", fix),
    ),
  ];
}

/** Whether a rule of a role names the verbs of reading, and no other. */
export function readsOnly(granted: Reader): boolean {
  const verbs = granted.items("verbs");
  return verbs.length > 0 && verbs.every((verb) => reading.includes(verb.text() ?? ""));
}
