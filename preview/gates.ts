import { Ruleset, type Verdict } from "../policies/framework/evaluate";
import type { ConfiguredPack, PackName } from "../policies/framework/load";
import { Reader } from "../policies/framework/reader";
import type { ResourceView } from "../policies/framework/rule";
import type { RecordedResource } from "./engine/monitor";
import { plainResources, unwrapSecrets, type WireObject } from "./engine/values";

/** A verdict with the pack that it comes from; plain data, so that it can leave its thread. */
export interface PackVerdict extends Verdict {
  readonly pack: PackName;
}

export interface StackVerdicts {
  readonly verdicts: readonly PackVerdict[];
  /** Pairs of rule and resource, or rule and stack, that came to a decision. */
  readonly decided: number;
}

/** Properties as a policy sees them: secrets laid open, resources by their id or URN, the engine's own keys left out. */
export function policyInputs(inputs: WireObject): WireObject {
  const open = plainResources(unwrapSecrets(inputs)) as WireObject;
  return Object.fromEntries(Object.entries(open).filter(([key]) => !key.startsWith("__")));
}

function view(resource: RecordedResource, all: ReadonlyMap<string, RecordedResource>): ResourceView {
  const provider = all.get(resource.provider);
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    props: new Reader(policyInputs(resource.inputs)),
    protect: resource.protect,
    provider: provider && {
      name: provider.name,
      type: provider.type,
      props: new Reader(policyInputs(provider.inputs)),
    },
    propertyDependencies: resource.propertyDependencies,
  };
}

/** A run's resources as rules see them. */
export function viewsOf(resources: Iterable<RecordedResource>): ResourceView[] {
  const all = new Map([...resources].map((resource) => [resource.urn, resource]));
  return [...all.values()].map((resource) => view(resource, all));
}

/** Both packs' rules, ready to judge the stacks of one mode. */
export class Gates {
  private readonly packs: readonly { readonly pack: PackName; readonly ruleset: Ruleset }[];

  constructor(packs: readonly ConfiguredPack[], asOf: string, preview: boolean) {
    this.packs = packs.map(({ pack, rules, config }) => ({
      pack,
      ruleset: new Ruleset(rules, { asOf, preview, config }),
    }));
  }

  /** Judges, in this thread, what one run of a stack recorded. */
  judge(stack: string, resources: Iterable<RecordedResource>): StackVerdicts {
    const views = viewsOf(resources);
    const root = views.find((resource) => resource.type === "pulumi:pulumi:Stack");
    const verdicts: PackVerdict[] = [];
    let decided = 0;
    for (const { pack, ruleset } of this.packs) {
      const evaluations = [
        ...views.map((resource) => ruleset.judgeResource(resource)),
        ruleset.judgeStack(stack, root?.urn ?? "", views),
      ];
      for (const evaluation of evaluations) {
        decided += evaluation.decided;
        verdicts.push(...evaluation.verdicts.map((verdict) => ({ ...verdict, pack })));
      }
    }
    return { verdicts, decided };
  }
}
