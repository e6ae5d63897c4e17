import { judgeOpenTexts, Ruleset, type Verdict } from "../policies/framework/evaluate";
import { loadPlanRules, type ConfiguredPack, type PackName } from "../policies/framework/load";
import { Reader } from "../policies/framework/reader";
import type { OpenText, PlanRule, ResourceView } from "../policies/framework/rule";
import { redactor, unwrapTexts } from "./secrets";
import type { RecordedResource } from "./engine/monitor";
import {
  plainResources,
  unknownSentinel,
  unwrapSecrets,
  walkOpenTexts,
  type WireObject,
} from "./engine/values";

/** A verdict with the pack that it comes from; plain data, so that it can leave its thread. */
export interface PackVerdict extends Verdict {
  readonly pack: PackName | "plan";
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

/** Takes out of a text what the resources hold as secrets: rules see them laid open, and say what they found. */
export function hidingSecretsOf(resources: readonly RecordedResource[]): (text: string) => string {
  return redactor(resources.flatMap(({ inputs }) => unwrapTexts(inputs)));
}

/** A run's resources as rules see them. */
export function viewsOf(resources: readonly RecordedResource[]): ResourceView[] {
  const all = new Map(resources.map((resource) => [resource.urn, resource]));
  return [...all.values()].map((resource) => view(resource, all));
}

/** The rule that searches for what looks like a secret. */
const searchRule = "secrets-searched";

/** Both packs' rules, ready to judge the stacks of one mode. */
export class Gates {
  private readonly packs: readonly { readonly pack: PackName; readonly ruleset: Ruleset }[];

  private readonly planRules: readonly PlanRule[];

  constructor(packs: readonly ConfiguredPack[], asOf: string, preview: boolean) {
    this.planRules = loadPlanRules().filter(({ id }) => preview || id !== searchRule);
    this.packs = packs.map(({ pack, rules, config }) => ({
      pack,
      ruleset: new Ruleset(rules, { asOf, preview, config }),
    }));
  }

  /** Judges, in this thread, what one run of a stack recorded. */
  judge(stack: string, resources: readonly RecordedResource[]): StackVerdicts {
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
    verdicts.push(...this.judgeSecrets(resources));
    const hide = hidingSecretsOf(resources);
    return { verdicts: verdicts.map((verdict) => ({ ...verdict, found: hide(verdict.found) })), decided };
  }

  /**
   * What only the plan can see: which texts nobody marked as secret. Made-up values look like keys, so that the search is
   * for previews; whether a secret's field is marked shows in both modes.
   */
  private judgeSecrets(resources: readonly RecordedResource[]): PackVerdict[] {
    return resources.flatMap((resource) =>
      judgeOpenTexts(this.planRules, resource, openTexts(resource.inputs)).map((verdict) => ({
        ...verdict,
        pack: "plan" as const,
      })),
    );
  }
}

/** Every text and number of a resource's inputs outside what is marked as secret. */
export function openTexts(inputs: WireObject): OpenText[] {
  const open: OpenText[] = [];
  walkOpenTexts(inputs, (text, path) => {
    if (text !== unknownSentinel) open.push({ path, key: path.split(".").at(-1) ?? "", text });
  });
  return open;
}
