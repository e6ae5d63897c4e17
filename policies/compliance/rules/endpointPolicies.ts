import { imageLayerBuckets, interfaceEndpoints } from "../../../components/facts/network";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { callerKeys, isBoundBy } from "../../shared/conditions";
import { wrong } from "../../shared/finding";
import { allowing, isOpenToAll, unreadable } from "../../shared/iam";
import { effectiveRegion, ownAccounts } from "../../shared/places";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const fix = "hold the endpoint to the account by aws:PrincipalAccount or aws:ResourceAccount";

/** Whether a statement does nothing but read image layers from the buckets that facts name. */
function readsImageLayers(statement: Reader, endpoint: ResourceView): boolean {
  const buckets = imageLayerBuckets(effectiveRegion(endpoint) ?? "");
  const objects = buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`);
  const within = (key: string, allowed: readonly string[]): boolean => {
    const given = statement.texts(key);
    return given.length > 0 && given.every((text) => allowed.includes(text));
  };
  return within("Resource", objects) && within("Action", ["s3:GetObject"]);
}

function checkStatement(statement: Reader, endpoint: ResourceView): Finding[] {
  if (!isOpenToAll(statement)) return [];
  const keys = [...callerKeys, "aws:resourceaccount", "aws:resourceorgid"];
  if (isBoundBy(statement, keys, () => ownAccounts(endpoint))) return [];
  const found = wrong(statement.at("Condition"), "aws:PrincipalAccount or aws:ResourceAccount", fix);
  return readsImageLayers(statement, endpoint)
    ? [{ ...found, note: "image layers lie in buckets of ECR and of registry.k8s.io, which anyone may read" }]
    : [found];
}

/** An endpoint without a policy lets everything through, to any account. */
function checkAbsence(endpoint: ResourceView, policy: Reader): Finding[] {
  const name = endpoint.props.text("serviceName") ?? "";
  const found = wrong(policy, "a policy", fix);
  const service = interfaceEndpoints.find((fact) => name.endsWith(`.${fact.service}`));
  return service && !service.endpointPolicy
    ? [{ ...found, note: `${service.service} takes no endpoint policy` }]
    : [found];
}

export const rule: ResourceRule = {
  id: "endpoint-policies",
  title: "Endpoints of AWS services lead to our own accounts",
  why: "An endpoint that lets any principal reach any resource is a way out: a stolen program writes to a bucket of its own account, past every other wall.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.6", "CC6.7"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [endpointType, "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"],
  onUnknown: "defer",
  check: (endpoint) => {
    const policy = endpoint.props.at("policy");
    if (endpoint.type === endpointType && !policy.exists) return checkAbsence(endpoint, policy);
    const document = policy.json();
    return [
      ...unreadable(document),
      ...allowing(document).flatMap((statement) => checkStatement(statement, endpoint)),
    ];
  },
};
