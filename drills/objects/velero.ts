/** Velero as the plan has it, on a cluster of the drill: a real server with the plugin of AWS, whose buckets are a real S3 server's. */
import { execFileSync, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { serverAccount } from "../../components/backup/clusterBackupValues";
import { charts } from "../../components/facts/charts";
import { copiedImages } from "../../components/facts/images";
import { namespaces } from "../../components/facts/namespaces";
import { storeKey } from "../shared/objectStore";
import { serviceAccount, type Cluster, type KubeObject } from "./cluster";
import type { Processes } from "../../scripts/verify/processes";
import type { Tools } from "./tools";

export const veleroNamespace = namespaces.velero.name;
export const veleroServer = serviceAccount(veleroNamespace, serverAccount);

/** What the chart gives the server in its own namespace (`templates/role.yaml`, velero 12.1.0). */
const ownRights: readonly object[] = [
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: serverAccount, namespace: veleroNamespace },
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: serverAccount, namespace: veleroNamespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: serverAccount },
    subjects: [{ kind: "ServiceAccount", name: serverAccount, namespace: veleroNamespace }],
  },
];

/** The object of the pod that it would run in: a restore asks for its image (`pkg/restore/actions`, Velero 1.18). */
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: charts.velero.chart, namespace: veleroNamespace },
  spec: {
    selector: { matchLabels: { name: "velero" } },
    template: {
      metadata: { labels: { name: "velero" } },
      spec: { containers: [{ name: "velero", image: `velero:${copiedImages.velero.tag}` }] },
    },
  },
} as const;

/** What a person gives it for as long as a restore takes (docs/automation.md). */
export const restoring = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: "velero-restoring" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
  subjects: [{ kind: "ServiceAccount", name: serverAccount, namespace: veleroNamespace }],
} as const;

/** A backup, as Velero tells of it. */
export interface Backup {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly phase?: string;
    readonly startTimestamp?: string;
    readonly completionTimestamp?: string;
  };
}

export class Velero {
  private child: ChildProcess | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly tools: Tools,
    private readonly processes: Processes,
    private readonly folder: string,
  ) {}

  /** Installs its definitions, gives it its rights, and starts it. */
  async open(rights: readonly KubeObject[]): Promise<void> {
    const definitions = JSON.parse(
      execFileSync(this.tools.velero, ["install", "--crds-only", "--dry-run", "--output=json"], {
        encoding: "utf8",
        env: { HOME: this.folder },
      }),
    ) as { readonly items: readonly object[] };
    await this.cluster.apply(definitions.items);
    const spaces = ["automation", veleroNamespace].map((name) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    }));
    await this.cluster.apply(spaces);
    await this.cluster.apply([...rights, ...ownRights, deployment]);
    const plugins = path.join(this.folder, "plugins");
    mkdirSync(plugins, { recursive: true });
    copyFileSync(this.tools.plugin, path.join(plugins, "velero-plugin-for-aws"));
    this.child = this.processes.start(
      `${this.cluster.name}-velero`,
      this.tools.velero,
      ["server", `--namespace=${veleroNamespace}`, `--plugin-dir=${plugins}`, "--log-format=json"],
      {
        KUBECONFIG: this.cluster.kubeconfig(veleroServer),
        VELERO_NAMESPACE: veleroNamespace,
        AWS_ACCESS_KEY_ID: storeKey.id,
        AWS_SECRET_ACCESS_KEY: storeKey.secret,
      },
    );
  }

  /** Its backups that are whole, oldest first. */
  async backups(): Promise<readonly Backup[]> {
    const found = (await this.cluster.list(
      "backups.velero.io",
      veleroNamespace,
    )) as unknown as readonly Backup[];
    const began = ({ status }: Backup): number => Date.parse(status?.startTimestamp ?? "");
    return found.filter(({ status }) => status?.phase === "Completed").sort((a, b) => began(a) - began(b));
  }

  async lose(): Promise<void> {
    if (this.child !== undefined) await this.processes.end(this.child);
  }
}
