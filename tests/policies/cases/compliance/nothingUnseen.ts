import { rule } from "../../../../policies/compliance/rules/nothingUnseen";
import { unseenActions, unseenMakers } from "../../../../policies/shared/unseenResources";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const wanted = "resources that the plan shows";
const provider = "stages[1].actions[0].provider";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:codepipeline/pipeline:Pipeline",
      props: {
        stages: [
          {
            name: "source",
            actions: [{ category: "Source", owner: "AWS", provider: "CodeStarSourceConnection" }],
          },
          { name: "deploy", actions: [{ category: "Build", owner: "AWS", provider: "CodeBuild" }] },
        ],
      },
    },
  ],
  mutations: [
    ...Object.entries(unseenMakers).map(([type, maker]) => ({
      name: `there is a ${type}`,
      path: "@type",
      to: type,
      finding: { path: "", found: `resources made by ${maker}`, wanted },
    })),
    ...unseenActions.map((name) => refused(`a pipeline hands over to ${name}`, provider, name, wanted)),
    ...allUndecided(["stages", "stages[1].actions", provider]),
  ],
  survivors: [{ path: "stages*", why: "any other action is the pipeline's own concern" }],
};
