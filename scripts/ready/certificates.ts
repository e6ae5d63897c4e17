/** Questions about certificates: those of ACM that a stack names, and each region's own authority. */
import { X509Certificate } from "node:crypto";
import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { walkOpenTexts } from "../../preview/engine/values";
import { awsClient, type AwsAccess } from "./access";
import { exactly, validUntil, type Question, type Validity } from "./ask";
import type { Deployed, DeployedRegion, DeployedStack } from "./deployed";

const certificateArn = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/;

/** Every certificate of ACM that a stack names, whatever uses it. */
function certificateArns({ resources }: DeployedStack): string[] {
  const arns: string[] = [];
  const keep = (text: string): void => {
    if (certificateArn.test(text)) arns.push(text);
  };
  for (const { id, inputs } of resources) {
    keep(id);
    walkOpenTexts(inputs, keep);
  }
  return arns;
}

function managed(arn: string, access: AwsAccess, validity: Validity): Question {
  const region = arn.split(":")[3] ?? "";
  return {
    what: `certificate ${arn.split("/").pop() ?? arn}`,
    where: region,
    wanted: `ISSUED, ${validity.daysLeftMin} days left`,
    ask: async (abortSignal) => {
      const request = new DescribeCertificateCommand({ CertificateArn: arn });
      const { Certificate: certificate } = await awsClient(ACMClient, region, access).send(request, {
        abortSignal,
      });
      const status = certificate?.Status ?? "without a status";
      if (status !== "ISSUED") return { found: status, ok: false };
      const { found, ok } = validUntil(certificate?.NotAfter, validity);
      return { found: `ISSUED ${found}`, ok };
    },
  };
}

/** The region's own authority: its certificate stands in the contract. */
function authority({ stack, contract }: DeployedRegion, validity: Validity): Question[] {
  const { caCertificatePem: pem, region, phase } = contract;
  // Only a region without a cluster has none, and that is a row already.
  if (pem === null && phase === "network") return [];
  return [
    {
      what: `certificate of ${stack}'s authority`,
      where: region.awsRegion,
      wanted: `${validity.daysLeftMin} days left`,
      ask: () => {
        let certificate: X509Certificate;
        try {
          certificate = new X509Certificate(pem ?? "");
        } catch {
          throw new Error("caCertificatePem of the contract is no certificate");
        }
        return validUntil(new Date(certificate.validTo), validity);
      },
    },
  ];
}

/** Whether a region lets in who bears a certificate of the edge's authority; its configuration says so. */
function trustOfEdge({ stack, contract }: DeployedRegion, edgeClientCa: string | undefined): Question {
  const wanted = "the authority of global";
  return {
    what: `trust of ${stack} in the edge`,
    where: contract.region.awsRegion,
    wanted,
    ask: () =>
      exactly(
        wanted,
        edgeClientCa !== undefined && contract.ingress.edgeClientCa.includes(edgeClientCa.trim())
          ? wanted
          : "another authority",
      ),
  };
}

export function certificateQuestions(
  { regions, global }: Deployed,
  access: AwsAccess,
  validity: Validity,
): Question[] {
  const arns = new Set([...regions, global].flatMap((stack) => certificateArns(stack)));
  return [
    ...[...arns].sort().map((arn) => managed(arn, access, validity)),
    ...regions.flatMap((region) => authority(region, validity)),
    ...regions.map((region) => trustOfEdge(region, global.outputs.edgeClientCa)),
  ];
}
