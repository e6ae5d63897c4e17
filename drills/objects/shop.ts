/** A namespace with one of each kind that people make by hand, and how it is told apart from what it was. */
import type { KubeObject } from "./cluster";

export const namespace = "shop";

const meta = (name: string): KubeObject["metadata"] => ({
  name,
  namespace,
  labels: { "app.kubernetes.io/part-of": "shop" },
});
const labels = { app: "orders" };

/** The definition of a kind of their own. */
export const definition: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "carts.shop.example" },
  spec: {
    group: "shop.example",
    scope: "Namespaced",
    names: { plural: "carts", singular: "cart", kind: "Cart" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: { spec: { type: "object", properties: { items: { type: "integer" } } } },
          },
        },
      },
    ],
  },
};

/** Where all of it stands. */
export const space: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };

/** @param mark tells this run's from another's. */
export function shop(mark: string): readonly KubeObject[] {
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata: meta("settings"), data: { mark } },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: meta("token"),
      data: { mark: Buffer.from(mark).toString("base64") },
    },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: meta("orders") },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: meta("orders"),
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: meta("orders"),
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "orders", image: "orders:1", env: [{ name: "MARK", value: mark }] }] },
        },
      },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: meta("orders"),
      spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress"] },
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: meta("orders"),
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["token"] }],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: meta("orders"),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "orders" },
      subjects: [{ kind: "ServiceAccount", name: "orders", namespace }],
    },
    { apiVersion: "shop.example/v1", kind: "Cart", metadata: meta("first"), spec: { items: 3 } },
  ];
}

/** Kinds of all of them, as kubectl takes them. */
export const shopKinds =
  "configmaps,secrets,serviceaccounts,services,deployments,networkpolicies,roles,rolebindings,carts.shop.example";

function without(fields: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** What an object says, without what servers write into it. */
function said(object: KubeObject): string {
  const { name, labels = {} } = object.metadata as { readonly name: string; readonly labels?: object };
  const kept = Object.entries(labels).filter(([label]) => !label.startsWith("velero.io/"));
  const { spec } = object as { readonly spec?: object };
  return JSON.stringify({
    ...without(object, "metadata", "spec", "status"),
    name,
    labels: kept.sort(),
    // An address is the cluster's own.
    ...(spec === undefined ? {} : { spec: without(spec, "clusterIP", "clusterIPs") }),
  });
}

const key = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;

/** Which objects of those before are missing afterwards, or are others. */
export function changed(before: readonly KubeObject[], after: readonly KubeObject[]): readonly string[] {
  const there = new Map(after.map((object) => [key(object), said(object)]));
  return before.filter((object) => there.get(key(object)) !== said(object)).map(key);
}
