/** `npm run ready` without its process: arguments and surroundings in, exit status out. */
import { parseArgs } from "node:util";
import { readiness } from "../../components/facts/readiness";
import { stackNames } from "../../components/facts/regions";
import { painter } from "../../preview/page/text";
import { StateError } from "../discharge/state";
import { defaultAwsKeys, type AwsAccess, type AwsKeys } from "./access";
import { askAll, reasonOf, type Question } from "./ask";
import { certificateQuestions } from "./certificates";
import { clusterQuestions } from "./clusters";
import { readDeployed, type Deployed } from "./deployed";
import { EdgeQuestions } from "./edge";
import { hostQuestions, type HostAccess } from "./hosts";
import { MeshQuestions } from "./mesh";
import { missingQuestions, pendingQuestions } from "./missing";
import { isReady, jsonOf, pageOf } from "./report";

/** What a run stands in; the process gives the real things, tests give stand-ins. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly now: Date;
  readonly timeoutMs: number;
  /** Keys of AWS; default what the SDK's chain finds. */
  readonly awsKeys?: AwsKeys;
  readonly awsEndpoint?: string;
  readonly edgeEndpoint?: string;
  readonly hosts?: HostAccess;
}

const helpText = `Asks every cluster, certificate, peering, route, private zone, load balancer, pool, monitor, record and host of the
deployed stacks whether it is up, and names what facts call for and no state holds.

Usage: npm run ready -- [OPTION…] STATE.json…

  STATE.json…  one file of each stack (${stackNames().join(", ")}), in any order:
               pulumi stack export --stack NAME --file STATE.json
  --json       print the answers as JSON instead of the table
  --help       show this text

Signs in to AWS by the AWS SDK's own chain (environment, profile, SSO) and to Cloudflare by CLOUDFLARE_API_TOKEN.
Exit status: 0 all is up; 1 something is not, or cannot be told; 2 bad usage or configuration.
`;

interface Usage {
  readonly states: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
}

function usageOf(argv: readonly string[]): Usage {
  const options = {
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  } as const;
  try {
    const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options });
    return { states: positionals, ...values };
  } catch (error) {
    throw new StateError(`${(error as Error).message.split(". ")[0] ?? ""}; see npm run ready -- --help`);
  }
}

async function awsAccess({ awsKeys, awsEndpoint }: Surroundings): Promise<AwsAccess> {
  const endpoint = awsEndpoint === undefined ? {} : { endpoint: awsEndpoint };
  if (awsKeys !== undefined) return { keys: () => Promise.resolve(awsKeys), ...endpoint };
  try {
    return { keys: await defaultAwsKeys(), ...endpoint };
  } catch (error) {
    throw new StateError(
      `AWS gives no credentials (${reasonOf(error, [])}); allowed: what the AWS SDK finds, such as AWS_PROFILE after aws sso login`,
    );
  }
}

function edgeToken({ env }: Surroundings): string {
  const token = env.CLOUDFLARE_API_TOKEN ?? "";
  if (token === "")
    throw new StateError(
      "CLOUDFLARE_API_TOKEN is absent; allowed: a token that may read the zone and its pools",
    );
  return token;
}

function questionsOf(
  deployed: Deployed,
  aws: AwsAccess,
  token: string,
  around: Surroundings,
): readonly Question[] {
  const { now, edgeEndpoint, hosts: hostAccess = {} } = around;
  const validity = { now, daysLeftMin: readiness.certificateDaysLeftMin };
  const ofMesh = new MeshQuestions(deployed, aws);
  const ofEdge = new EdgeQuestions(deployed.global, {
    token,
    ...(edgeEndpoint === undefined ? {} : { endpoint: edgeEndpoint }),
  });
  const ofHosts = hostQuestions(deployed.global, hostAccess, validity);
  return [
    ...pendingQuestions(deployed),
    ...missingQuestions(deployed),
    ...clusterQuestions(deployed, aws),
    ...ofMesh.peerings(),
    ...ofMesh.routes(),
    ...ofMesh.zones(),
    ...certificateQuestions(deployed, aws, validity),
    ...ofHosts.certificates,
    ...ofEdge.loadBalancers(),
    ...ofEdge.pools(),
    ...ofEdge.monitors(),
    ...ofEdge.records(),
    ...ofEdge.dnssec(),
    ...ofEdge.authorities(),
    ...ofEdge.clientCertificates(validity),
    ...ofHosts.hosts,
  ];
}

/**
 * Asks everything that the states hold, and names what they must hold and do not.
 * @returns the exit status: 0 all is up, 1 something is not.
 * @throws StateError for bad usage or configuration: exit status 2.
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<number> {
  const { states, json, help } = usageOf(argv);
  if (help) {
    around.write(helpText);
    return 0;
  }
  if (states.length === 0) throw new StateError("no state is given; see npm run ready -- --help");
  const deployed = readDeployed(states);
  const token = edgeToken(around);
  const aws = await awsAccess(around);
  const { secretAccessKey, sessionToken = "" } = await aws.keys();
  const rows = await askAll(questionsOf(deployed, aws, token, around), {
    timeoutMs: around.timeoutMs,
    atOnce: readiness.questionsAtOnce,
    secrets: [token, secretAccessKey, sessionToken],
  });
  around.write(json ? jsonOf(rows) : pageOf(rows, painter(around.isTerminal, around.env)));
  return isReady(rows) ? 0 : 1;
}
