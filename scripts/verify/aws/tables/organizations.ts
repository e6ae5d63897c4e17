import type * as aws from "@pulumi/aws";
import { alike, json, none, tags, to, whole } from "../fields";
import { fold, row, type Entry } from "../rows";

const policyType = "aws:organizations/policy:Policy";

export const organizations: readonly Entry[] = [
  row<aws.organizations.PolicyArgs>(policyType, "AWS::Organizations::Policy", {
    ...alike<aws.organizations.PolicyArgs>("description", "name", "type"),
    content: to("Content", json),
    tags: to("Tags", tags),
    skipDestroy: none("how Pulumi deletes"),
  }),
  fold<aws.organizations.PolicyAttachmentArgs, aws.organizations.PolicyArgs>(
    "aws:organizations/policyAttachment:PolicyAttachment",
    policyType,
    {},
    { targetId: "TargetIds[]", policyId: whole, skipDestroy: none("how Pulumi deletes") },
  ),
];
