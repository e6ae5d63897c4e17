import type { ResourceRule } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";
import { unseenActions, unseenMakers } from "../../shared/unseenResources";

const pipeline = "aws:codepipeline/pipeline:Pipeline";

export const rule: ResourceRule = {
  id: "nothing-unseen",
  title: "What is made is in the plan",
  why: "A template that another service unpacks makes buckets, roles and networks that no rule is shown: what is refused by itself must not come in a parcel.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC8.1"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [...Object.keys(unseenMakers), pipeline],
  onUnknown: "fail",
  check: ({ type, props }) => {
    const fix = "make each resource in the program";
    const wanted = "resources that the plan shows";
    const maker = unseenMakers[type];
    if (maker !== undefined) return [wrongResource(`resources made by ${maker}`, wanted, fix)];
    return props
      .items("stages")
      .flatMap((stage) => stage.items("actions"))
      .map((action) => action.at("provider"))
      .filter((provider) => unseenActions.includes(provider.text() ?? ""))
      .map((provider) => wrong(provider, wanted, fix));
  },
};
