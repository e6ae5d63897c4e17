/** What a drill runs: pods, as the plan describes them. */

export interface ContainerSpec {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A file that a config map or a secret puts into a pod. */
export interface FileSpec {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

/** A room that a pod may write to, of its own and of this size, so that it can be filled. */
export interface VolumeSpec {
  readonly path: string;
  readonly sizeMib: number;
}

export interface PodSpec {
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
  /** User and group of its processes. */
  readonly userId: number;
  /** Names that lead to it, in every region. */
  readonly hosts: readonly string[];
  readonly containers: readonly ContainerSpec[];
  readonly files: readonly FileSpec[];
  readonly volumes: readonly VolumeSpec[];
}

/** A pod's name in the whole world. @example "africa/postgres/core-0" */
export function podKey({ region, namespace, name }: Pick<PodSpec, "region" | "namespace" | "name">): string {
  return `${region}/${namespace}/${name}`;
}
