import { evaluateResource, evaluateStack, type Verdict } from "../policies/framework/evaluate";
import { loadRules, packNames, type PackName } from "../policies/framework/load";
import { Reader } from "../policies/framework/reader";
import type { ResourceView } from "../policies/framework/rule";
import type { RecordedResource } from "./engine/monitor";
import { unwrapSecrets } from "./engine/values";

/** A verdict with the pack that it comes from; plain data, so that it can leave its thread. */
export interface PackVerdict extends Verdict {
  readonly pack: PackName;
}

export interface StackVerdicts {
  readonly verdicts: readonly PackVerdict[];
  /** Pairs of rule and resource, or rule and stack, that came to a decision. */
  readonly decided: number;
}

function view(resource: RecordedResource, all: ReadonlyMap<string, RecordedResource>): ResourceView {
  const provider = all.get(resource.provider);
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    props: new Reader(unwrapSecrets(resource.inputs)),
    protect: resource.protect,
    provider: provider && {
      name: provider.name,
      type: provider.type,
      props: new Reader(unwrapSecrets(provider.inputs)),
    },
  };
}

/** Runs both packs' rules, in this thread, on what one run of a stack recorded. */
export function judgeStack(
  stack: string,
  resources: ReadonlyMap<string, RecordedResource>,
  asOf: string,
): StackVerdicts {
  const views = [...resources.values()].map((resource) => view(resource, resources));
  const root = views.find((resource) => resource.type === "pulumi:pulumi:Stack");
  const verdicts: PackVerdict[] = [];
  let decided = 0;
  for (const pack of packNames) {
    const rules = loadRules(pack);
    const settings = { asOf, thresholds: {} };
    const evaluations = [
      ...views.map((resource) => evaluateResource(rules, resource, settings)),
      evaluateStack(rules, stack, root?.urn ?? "", views, settings),
    ];
    for (const evaluation of evaluations) {
      decided += evaluation.decided;
      verdicts.push(...evaluation.verdicts.map((verdict) => ({ ...verdict, pack })));
    }
  }
  return { verdicts, decided };
}
