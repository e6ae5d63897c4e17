/** How AWS is called: with whose keys, and where. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { globalStackHome } from "../../components/facts/regions";

/** Keys as the SDK's default chain finds them. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsAccess {
  readonly keys: () => Promise<AwsKeys>;
  /** Address of all services, for tests; default AWS's own. */
  readonly endpoint?: string;
}

/**
 * What the SDK's default chain finds: environment, profile, SSO, role.
 * @throws Error of the SDK where it finds none.
 */
export async function defaultAwsKeys(): Promise<AwsAccess["keys"]> {
  const { credentials } = new EC2Client({ region: globalStackHome().awsRegion }).config;
  await credentials();
  return () => credentials();
}

type ClientClass<T> = new (config: {
  readonly region: string;
  readonly credentials: AwsAccess["keys"];
  readonly endpoint?: string;
}) => T;

/**
 * A client of one service in one region.
 * @throws Error where the state names no region.
 */
export function awsClient<T>(kind: ClientClass<T>, region: string, { keys, endpoint }: AwsAccess): T {
  if (region === "") throw new Error("the state names no AWS region");
  return new kind({ region, credentials: keys, ...(endpoint === undefined ? {} : { endpoint }) });
}
