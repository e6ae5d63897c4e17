import * as pulumi from "@pulumi/pulumi";

/** One resource as a component asked for it. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly custom: boolean;
}

/**
 * Runs `build` on Pulumi's mocks and returns every resource that it registered, in order.
 * Ids are `<name>-id`, ARNs `arn:aws:test:::<name>`; an invoke is an error.
 */
export async function record(build: () => unknown): Promise<RecordedResource[]> {
  const recorded: RecordedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        recorded.push({
          type: args.type,
          name: args.name,
          inputs: args.inputs as Record<string, unknown>,
          custom: args.custom ?? false,
        });
        return {
          id: `${args.name}-id`,
          state: { arn: `arn:aws:test:::${args.name}`, ...(args.inputs as Record<string, unknown>) },
        };
      },
      call: (args) => {
        throw new Error(`unexpected invoke ${args.token}`);
      },
    },
    "azora",
    "test",
    false,
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    await Promise.resolve(build());
  });
  return recorded;
}
