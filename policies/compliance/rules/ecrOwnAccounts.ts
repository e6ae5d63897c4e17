import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { homeOf, movedTo, wholeImages, type ImageAddress } from "../../shared/helmImages";
import { releaseType, rowOf, valueAt } from "../../shared/helmValues";
import { accountOfEcr } from "../../shared/images";
import { imagesOf, podSpecOf, workloadTypes } from "../../shared/kubernetes";
import { findingsOf } from "../../shared/look";
import { valuesAt } from "../../shared/paths";

const awsProvider = "pulumi:providers:aws";
const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";

/** Where types of AWS name the image that they run; fields as in @pulumi/aws 7. */
const imagePaths: Readonly<Record<string, string>> = {
  "aws:apprunner/service:Service": "sourceConfiguration.imageRepository.imageIdentifier",
  "aws:codebuild/project:Project": "environment.image",
  "aws:lambda/function:Function": "imageUri",
};

const types = [...workloadTypes, releaseType, taskDefinition, ...Object.keys(imagePaths)];

function whole(image: Reader): ImageAddress {
  return { at: image, address: image.text() ?? "" };
}

function ofRelease(release: ResourceView): ImageAddress[] {
  const chart = release.props.at("chart");
  const row = rowOf(release);
  return [
    { at: chart, address: (chart.text() ?? "").replace(/^oci:\/\//, "") },
    ...(row?.images ?? []).flatMap((path) => movedTo(valueAt(release, path)) ?? []),
    ...(row?.imageHome ? [homeOf(release, row.imageHome)] : []),
    ...(row ? wholeImages(release, row).map(whole) : []),
  ];
}

function addressesOf(resource: ResourceView): ImageAddress[] {
  const { type, props } = resource;
  if (type === releaseType) return ofRelease(resource);
  if (type === taskDefinition)
    return props
      .json("containerDefinitions")
      .items()
      .map((container) => whole(container.at("image")));
  const path = imagePaths[type];
  return (path === undefined ? imagesOf(podSpecOf(resource)) : valuesAt(props, path)).map(whole);
}

/** The accounts in which a stack works. */
function accountsOf(stack: StackView): string[] {
  return stack.ofType(awsProvider).flatMap(({ props }) => props.json("allowedAccountIds").texts());
}

export const rule: StackRule = {
  id: "ecr-own-accounts",
  title: "Images and charts of ECR are of our own accounts",
  why: "Any account of AWS can open its registry to everybody: an address that looks like ours but for twelve digits brings in anybody's code.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(5)(ii)(B)", "164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types,
  lists: {
    accounts: {
      description:
        "accounts of the organisation's own whose ECR may be used, besides those in which the stack works.",
      pattern: "^[0-9]{12}$",
      default: [],
    },
  },
  onUnknown: "fail",
  check: (stack, { lists: { accounts = [] } }) =>
    findingsOf(stack, types, (resource) =>
      addressesOf(resource).flatMap(({ at, address }): Finding[] => {
        const account = accountOfEcr(address);
        if (account === undefined || accounts.includes(account)) return [];
        const own = [...new Set(accountsOf(stack))];
        if (own.includes(account)) return [];
        const wanted = `ECR of one of our accounts: ${[...own, ...accounts].join(", ") || "none is known"}`;
        const fix =
          "copy it to our ECR, or allow the organisation's own account in policies/compliance/config.json";
        return [wrong(at, wanted, fix)];
      }),
    ),
};
