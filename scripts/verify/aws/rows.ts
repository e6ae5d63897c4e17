/** What the table is made of. */
import type { PlanObject } from "../../../preview/engine/values";
import type { AnyFields, Fields } from "./fields";

/** A Pulumi type that CloudFormation has too. */
export interface Row {
  readonly kind: "row";
  readonly pulumi: string;
  readonly cfn: string;
  readonly fields: AnyFields;
  /** Properties that CloudFormation requires and that Pulumi or AWS fill in where the program says nothing. */
  readonly defaults: PlanObject;
}

/** A Pulumi type that is a part of a resource in CloudFormation. */
export interface Fold {
  readonly kind: "fold";
  readonly pulumi: string;
  /** Pulumi type of the resource that it is a part of. */
  readonly into: string;
  /** Its fields whose values equal those of the whole's fields; where that finds none, the only dependency of the type. */
  readonly links: Readonly<Record<string, string>>;
  /** Property of the whole below which the rules' targets are; empty: the whole's own. `[]` at its end adds an element. */
  readonly at: string;
  readonly fields: AnyFields;
}

/** A Pulumi type that CloudFormation does not have. */
export interface Without {
  readonly kind: "without";
  readonly pulumi: string;
  readonly reason: string;
}

export type Entry = Row | Fold | Without;

/**
 * @typeParam T the type of the resource's arguments in Pulumi's SDK.
 * @example row<aws.ec2.InternetGatewayArgs>("aws:ec2/internetGateway:InternetGateway", "AWS::EC2::InternetGateway", { tags: to("Tags", tags) })
 */
export function row<T>(
  pulumi: string,
  cfn: string,
  fields: Fields<NoInfer<T>>,
  defaults: PlanObject = {},
): Row {
  return { kind: "row", pulumi, cfn, fields, defaults };
}

/** @typeParam T the type of the part's arguments; @typeParam Whole that of the whole's. */
export function fold<T, Whole>(
  pulumi: string,
  into: string,
  links: Partial<Record<keyof NoInfer<T> & string, keyof NoInfer<Whole> & string>>,
  fields: Fields<NoInfer<T>>,
  at = "",
): Fold {
  return {
    kind: "fold",
    pulumi,
    into,
    links: links as Record<string, string>,
    at,
    fields,
  };
}

export function without(pulumi: string, reason: string): Without {
  return { kind: "without", pulumi, reason };
}

/** Ids for properties that CloudFormation requires and the plan's value leaves to AWS. */
export const exampleIds = {
  vpc: "vpc-0123456789abcdef0",
  networkAcl: "acl-0123456789abcdef0",
  routeTable: "rtb-0123456789abcdef0",
} as const;
