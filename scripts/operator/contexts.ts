/** How the operator's kubectl reaches clusters: the region's own as its pod, others by what they let its AWS role do. */
import { clusterNameOf } from "../../components/facts/kubernetes";
import { regionNamed } from "../../components/facts/regions";
import type { Shell } from "../restore/carry";

const account = "/var/run/secrets/kubernetes.io/serviceaccount";
const askMs = 20_000;

/** Where another region's API answers. */
interface Elsewhere {
  readonly region: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
}

/** Asks AWS where a region's API answers; `undefined` where nobody says, as when it is lost. @param complain told why. */
async function asked(
  shell: Shell,
  region: string,
  complain: (text: string) => void,
): Promise<Elsewhere | undefined> {
  const { awsRegion } = regionNamed(region);
  const { status, printed, said } = await shell(
    `aws eks describe-cluster --region ${awsRegion} --name ${clusterNameOf(region)} --query 'cluster.[endpoint,certificateAuthority.data]' --output json --cli-connect-timeout 5 --cli-read-timeout 5`,
    { env: { AWS_MAX_ATTEMPTS: "1" }, input: "", timeoutMs: askMs },
  );
  if (status !== 0) {
    complain(`no context of ${region}: ${said.trim()}\n`);
    return undefined;
  }
  const [endpoint = "", certificateAuthority = ""] = JSON.parse(printed) as readonly string[];
  return { region, endpoint, certificateAuthority };
}

/** A file of kubectl's, as JSON, with a context of each region's name ("kubeconfig (v1)", Kubernetes reference). */
function kubeconfig(own: string, others: readonly Elsewhere[]): string {
  const named = (name: string, key: string, value: object): object => ({ name, [key]: value });
  const getToken = ({ region }: Elsewhere): object => ({
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "aws",
      args: [
        ...["eks", "get-token", "--output", "json"],
        ...["--region", regionNamed(region).awsRegion, "--cluster-name", clusterNameOf(region)],
      ],
      interactiveMode: "Never",
    },
  });
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      named(own, "cluster", {
        server: "https://kubernetes.default.svc",
        "certificate-authority": `${account}/ca.crt`,
      }),
      ...others.map(({ region, endpoint, certificateAuthority }) =>
        named(region, "cluster", { server: endpoint, "certificate-authority-data": certificateAuthority }),
      ),
    ],
    users: [
      named(own, "user", { tokenFile: `${account}/token` }),
      ...others.map((other) => named(other.region, "user", getToken(other))),
    ],
    contexts: [own, ...others.map(({ region }) => region)].map((name) =>
      named(name, "context", { cluster: name, user: name }),
    ),
    "current-context": own,
  });
}

/**
 * The file by which kubectl reaches a region's own cluster, and those of others that answer.
 * @param complain told of regions that are left out, and why.
 * @example await contexts("europe", ["africa"], bash, console.error) // {"apiVersion":"v1","kind":"Config",…
 */
export async function contexts(
  own: string,
  others: readonly string[],
  shell: Shell,
  complain: (text: string) => void,
): Promise<string> {
  const found = await Promise.all(others.map((region) => asked(shell, region, complain)));
  return kubeconfig(
    own,
    found.filter((each) => each !== undefined),
  );
}
