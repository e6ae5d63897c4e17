import type { ResourceView, StackView } from "../framework/rule";

/** The resource of a type from which an input derives. */
export function sourceOf(
  stack: StackView,
  resource: ResourceView,
  property: string,
  type: string,
): ResourceView | undefined {
  return stack.sources(resource, property).find((source) => source.type === type);
}

/**
 * What a look at each resource of the types brings, and whether all could be read: where one could not, what seems to be
 * missing may be there, and only the one that is undecided is to be told.
 */
export function collect<T>(
  stack: StackView,
  types: readonly string[],
  read: (resource: ResourceView) => readonly T[],
): { readonly found: readonly T[]; readonly complete: boolean } {
  const found: T[] = [];
  let unread = 0;
  stack.each(types, (resource) => {
    unread++;
    found.push(...read(resource));
    unread--;
  });
  return { found, complete: unread === 0 };
}

const vpcType = "aws:ec2/vpc:Vpc";
export const subnetType = "aws:ec2/subnet:Subnet";
export const natGatewayType = "aws:ec2/natGateway:NatGateway";

/** What tells one VPC from another: its URN where the stack makes it, else its id. */
export function vpcOf(stack: StackView, resource: ResourceView): string {
  return sourceOf(stack, resource, "vpcId", vpcType)?.urn ?? resource.props.text("vpcId") ?? "";
}
