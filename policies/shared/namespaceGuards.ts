import type { Reader } from "../framework/reader";
import type { StackView } from "../framework/rule";
import { denyPolicyName } from "./kubernetes";

/** An object that a namespace is guarded by. */
export interface Guard {
  readonly type: string;
  readonly shown: string;
  /** Whether an object of the type is such a guard, and not one in name only. */
  readonly is: (props: Reader) => boolean;
}

export const denyGuard: Guard = {
  type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  shown: `a NetworkPolicy "${denyPolicyName}"`,
  is: (props) => props.text("metadata", "name") === denyPolicyName,
};

/** A quota with a scope leaves out the pods of all others. */
function isForEveryPod(spec: Reader): boolean {
  return spec.items("scopes").length === 0 && !spec.at("scopeSelector").exists;
}

const quotaBounds = ["requests.cpu", "requests.memory", "limits.memory", "pods"];

export const quotaGuard: Guard = {
  type: "kubernetes:core/v1:ResourceQuota",
  shown: `a ResourceQuota of ${quotaBounds.join(", ")}`,
  is: (props) => {
    const spec = props.at("spec");
    return isForEveryPod(spec) && quotaBounds.every((bound) => spec.at("hard", bound).exists);
  },
};

export const noPodsGuard: Guard = {
  type: quotaGuard.type,
  shown: "a ResourceQuota of 0 pods",
  is: (props) => {
    const spec = props.at("spec");
    return isForEveryPod(spec) && spec.number("hard", "pods") === 0;
  },
};

const containerDefaults = [
  ["default", "memory"],
  ["defaultRequest", "cpu"],
  ["defaultRequest", "memory"],
];

export const defaultsGuard: Guard = {
  type: "kubernetes:core/v1:LimitRange",
  shown: "a LimitRange with a container's default memory limit and requests",
  is: (props) =>
    props
      .items("spec", "limits")
      .some(
        (limit) =>
          limit.text("type") === "Container" && containerDefaults.every((path) => limit.at(...path).exists),
      ),
};

/** Which namespaces have which guards. */
export class Guarded {
  private readonly found = new Set<string>();
  /** Whether inputs were to be seen: a preview by the CLI shows stack rules Kubernetes objects without any. */
  readonly inSight: boolean;

  constructor(stack: StackView, guards: readonly Guard[]) {
    const types = new Set(guards.map(({ type }) => type));
    let objects = 0;
    let seen = 0;
    stack.each([...types], ({ type, props }) => {
      objects++;
      const metadata = props.at("metadata");
      if (!metadata.exists) return;
      seen++;
      for (const guard of guards) {
        if (guard.type !== type || !guard.is(props)) continue;
        this.found.add(`${guard.shown} ${metadata.text("namespace") ?? "default"}`);
      }
    });
    this.inSight = objects === 0 || seen > 0;
  }

  /** The guards that a namespace lacks. */
  lacking(namespace: string, guards: readonly Guard[]): readonly Guard[] {
    return guards.filter(({ shown }) => !this.found.has(`${shown} ${namespace}`));
  }
}
