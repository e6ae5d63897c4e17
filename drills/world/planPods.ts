/**
 * Pods of a plan: its StatefulSets and Deployments with what its config maps, certificates and services give them. A small
 * kubelet, as far as the data plane needs one; what it does not know it refuses.
 */
import type { Plan } from "../../preview/plan";
import type { Authorities } from "./certificates";
import type { ContainerSpec, FileSpec, PodSpec, VolumeSpec } from "./specs";

/** An object of Kubernetes, as a plan has it. */
interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

interface Volume {
  readonly name: string;
  readonly configMap?: {
    readonly name: string;
    readonly defaultMode?: number;
    readonly items?: readonly { readonly key: string; readonly path: string }[];
  };
  readonly secret?: { readonly secretName: string; readonly defaultMode?: number };
  readonly emptyDir?: { readonly sizeLimit: string };
  readonly ephemeral?: object;
  readonly persistentVolumeClaim?: object;
}

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
  }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
}

interface PodTemplate {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly volumes: readonly Volume[];
    readonly hostAliases?: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
    readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  };
}

interface Workload {
  readonly replicas: number;
  readonly serviceName?: string;
  readonly template: PodTemplate;
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
}

interface Scheduled {
  readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
}

interface CertificateSpec {
  readonly secretName: string;
  readonly commonName: string;
  readonly dnsNames: readonly string[];
}

/** What a drill makes other than the plan says, because it runs on one machine. */
export interface PlanPodsOptions {
  /** Only what stands in these namespaces. */
  readonly namespaces: readonly string[];
  /** Only what a label names, for example one cluster and its lock; default everything. */
  readonly only?: (name: string) => boolean;
  /** Which of the plan's jobs are pods as well, each one that waits for nobody; default none. */
  readonly jobs?: (name: string) => boolean;
  /** Size of a volume that is a disk in the plan. */
  readonly diskMiB: number;
  /** Name that the planned images give to the user of these pods. */
  readonly account: string;
  readonly authorities: Pick<Authorities, "certificates" | "issue">;
  /** Content of the config map with every region's authority, which the plan's configuration has of others. */
  readonly authoritiesConfigMap: string;
  /** What a secret holds in the drill, by key: a printed plan hides it, or never had it. Default: no pod may mount one. */
  readonly secret?: (region: string, name: string) => Readonly<Record<string, string>> | undefined;
  /** What a file of a config map holds in the drill; default what the plan says. */
  readonly file?: (path: string, content: string) => string;
  /** What a config map holds in the drill that follows from secrets; `undefined` leaves the plan's. */
  readonly configMap?: (region: string, name: string) => Readonly<Record<string, string>> | undefined;
}

/** A pod's name in the whole world. @example podName("africa", "postgres", "core-0") // "africa/postgres/core-0" */
export function podName(region: string, namespace: string, pod: string): string {
  return `${region}/${namespace}/${pod}`;
}

const expand = (text: string, env: Readonly<Record<string, string>>): string =>
  text.replace(/\$\(([A-Z_]+)\)/g, (all, name: string) => env[name] ?? all);

const mebibytes = (quantity: string): number => {
  const [, number = "", unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (unit === undefined) throw new Error(`a volume's size is ${quantity}; allowed: a number of Mi or Gi`);
  return Number(number) * (unit === "Gi" ? 1024 : 1);
};

class StackObjects {
  private readonly objects: readonly { readonly type: string; readonly object: KubernetesObject }[];

  constructor(
    plan: Plan,
    private readonly region: string,
    private readonly options: PlanPodsOptions,
  ) {
    const stack = plan.stacks[region];
    if (!stack) throw new Error(`the plan has no stack ${region}`);
    this.objects = stack.resources
      .filter(({ type }) => type.startsWith("kubernetes:"))
      // A release of Helm and a list have no metadata.
      .filter(({ resolved }) => {
        const { metadata } = resolved as { metadata?: { namespace?: string } };
        return options.namespaces.includes(metadata?.namespace ?? "");
      })
      .map(({ type, resolved }) => ({ type, object: resolved as unknown as KubernetesObject }));
  }

  async pods(): Promise<readonly PodSpec[]> {
    const workloads = ["kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1:Deployment"].flatMap((type) =>
      this.of(type).filter(({ metadata }) => this.options.only?.(metadata.name) ?? true),
    );
    const jobs = this.of("kubernetes:batch/v1:CronJob")
      .filter(({ metadata }) => this.options.jobs?.(metadata.name) ?? false)
      .map(({ metadata, spec }) => ({
        metadata,
        spec: { replicas: 1, template: (spec as Scheduled).jobTemplate.spec.template },
      }));
    return (await Promise.all([...workloads, ...jobs].map((object) => this.podsOf(object)))).flat();
  }

  private of(type: string): readonly KubernetesObject[] {
    return this.objects.filter((each) => each.type === type).map(({ object }) => object);
  }

  private one(type: string, namespace: string, name: string): KubernetesObject {
    const found = this.of(type).find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
    if (!found) throw new Error(`${this.region}: the plan has no ${type} ${namespace}/${name}`);
    return found;
  }

  private async podsOf({ metadata, spec }: KubernetesObject): Promise<readonly PodSpec[]> {
    const { replicas, serviceName, template, volumeClaimTemplates = [] } = spec as Workload;
    const { containers, volumes, securityContext, hostAliases = [] } = template.spec;
    const ownNames = hostAliases.flatMap(({ ip, hostnames }) => {
      if (ip !== "127.0.0.1") throw new Error(`${this.region}: ${metadata.name} has a name for ${ip}`);
      return hostnames;
    });
    const { namespace } = metadata;
    const zone =
      serviceName === undefined
        ? undefined
        : this.one("kubernetes:core/v1:Service", namespace, serviceName).metadata.annotations?.[
            "external-dns.alpha.kubernetes.io/hostname"
          ];
    const mounts = containers.flatMap(({ volumeMounts }) => volumeMounts);
    const pathOf = (name: string): string => {
      const mount = mounts.find((each) => each.name === name);
      if (!mount) throw new Error(`${this.region}: nothing mounts volume ${name} of ${metadata.name}`);
      return mount.mountPath;
    };
    const rooms: VolumeSpec[] = [
      ...volumes
        // Each pod of the world has these.
        .filter(({ name }) => !["/tmp", "/dev/shm"].includes(pathOf(name)))
        .flatMap(({ name, emptyDir, ephemeral, persistentVolumeClaim }) => {
          if (emptyDir) return [{ path: pathOf(name), sizeMiB: mebibytes(emptyDir.sizeLimit) }];
          const isDisk = ephemeral !== undefined || persistentVolumeClaim !== undefined;
          return isDisk ? [{ path: pathOf(name), sizeMiB: this.options.diskMiB }] : [];
        }),
      ...volumeClaimTemplates.map((claim) => ({
        path: pathOf(claim.metadata.name),
        sizeMiB: this.options.diskMiB,
      })),
    ];
    const files = await Promise.all(
      volumes.map((volume) => this.files(volume, namespace, pathOf(volume.name))),
    );
    const user = { uid: securityContext.runAsUser, gid: securityContext.runAsGroup };
    return Array.from({ length: replicas }, (_, ordinal) => {
      const pod = `${metadata.name}-${ordinal}`;
      return {
        name: podName(this.region, namespace, pod),
        region: this.region,
        hostnames: zone === undefined ? [] : [`${pod}.${zone}`],
        ...(ownNames.length === 0 ? {} : { ownNames }),
        containers: containers.map((container) => ({ ...this.container(container, pod), ...user })),
        files: files.flat(),
        volumes: rooms,
        accounts: [{ name: this.options.account, ...user }],
        readOnlyRoot: containers.every((each) => each.securityContext.readOnlyRootFilesystem),
      };
    });
  }

  private container(
    { name, command, args = [], env = [] }: Container,
    pod: string,
  ): Pick<ContainerSpec, "name" | "command" | "env"> {
    const values = Object.fromEntries(
      env.map((entry) => {
        if (entry.value !== undefined) return [entry.name, entry.value];
        if (entry.valueFrom?.fieldRef.fieldPath === "metadata.name") return [entry.name, pod];
        throw new Error(`${this.region}: the drill does not know where ${entry.name} of ${pod} comes from`);
      }),
    );
    return { name, command: [...command, ...args].map((word) => expand(word, values)), env: values };
  }

  private async files(
    { configMap, secret }: Volume,
    namespace: string,
    home: string,
  ): Promise<readonly FileSpec[]> {
    if (configMap) {
      const planned = this.one("kubernetes:core/v1:ConfigMap", namespace, configMap.name);
      const { metadata } = planned;
      const data = this.options.configMap?.(this.region, configMap.name) ?? planned.data ?? {};
      const content = (key: string): string =>
        metadata.name === this.options.authoritiesConfigMap
          ? this.options.authorities.certificates
          : (data[key] ?? "");
      const items = configMap.items ?? Object.keys(data).map((key) => ({ key, path: key }));
      const { file = (_: string, text: string) => text } = this.options;
      return items.map(({ key, path }) => ({
        path: `${home}/${path}`,
        content: file(`${home}/${path}`, content(key)),
        mode: configMap.defaultMode ?? 0o444,
      }));
    }
    if (!secret) return [];
    const given = this.options.secret?.(this.region, secret.secretName);
    if (given) {
      return Object.entries(given).map(([key, content]) => ({
        path: `${home}/${key}`,
        content,
        mode: secret.defaultMode ?? 0o444,
      }));
    }
    const asked = this.of("kubernetes:cert-manager.io/v1:Certificate").find(
      ({ metadata, spec }) =>
        metadata.namespace === namespace && (spec as CertificateSpec).secretName === secret.secretName,
    );
    if (!asked)
      throw new Error(`${this.region}: no certificate of the plan makes secret ${secret.secretName}`);
    const { commonName, dnsNames } = asked.spec as CertificateSpec;
    const { certificate, key } = await this.options.authorities.issue(this.region, {
      commonName,
      names: dnsNames,
    });
    const mode = secret.defaultMode ?? 0o444;
    return [
      { path: `${home}/tls.crt`, content: certificate, mode },
      { path: `${home}/tls.key`, content: key, mode },
    ];
  }
}

/**
 * Every pod of some regions of a plan.
 * @throws Error naming what the plan has that this cannot run.
 */
export async function planPods(
  plan: Plan,
  regions: readonly string[],
  options: PlanPodsOptions,
): Promise<readonly PodSpec[]> {
  const pods = regions.map((region) => new StackObjects(plan, region, options).pods());
  return (await Promise.all(pods)).flat();
}
