/** Where Pulumi keeps a stack's state, as it lays it out in a bucket (pkg/backend/diy: meta.go, store.go, lock.go). */
import { pulumiState } from "../facts/delivery";

/** The ARN of the bucket of all states. */
export function stateBucket(accountId: string): string {
  return `arn:aws:s3:::${pulumiState.bucketPrefix}${accountId}`;
}

/** The one object of no stack: it says which layout the bucket has. */
export function stateLayout(accountId: string): string {
  return `${stateBucket(accountId)}/.pulumi/meta.yaml`;
}

/** The objects of one stack's state. */
export function stateObjects(accountId: string, stack: string): string[] {
  const { project } = pulumiState;
  const root = `${stateBucket(accountId)}/.pulumi`;
  return [
    `${root}/stacks/${project}/${stack}.json*`,
    `${root}/locks/organization/${project}/${stack}/*`,
    ...["backups", "history", "journal"].map((folder) => `${root}/${folder}/${project}/${stack}/*`),
  ];
}

/** The same in short, for a boundary: in no folder is there anything else that fits. */
export function stateOutline(accountId: string, stack: string): string[] {
  const folder = `${stateBucket(accountId)}/.pulumi/*/${pulumiState.project}/${stack}`;
  return [`${folder}.json*`, `${folder}/*`];
}
