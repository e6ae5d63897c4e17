import { createHash } from "node:crypto";
import { unwrapSecrets, type WireObject, type WireValue } from "./values";

/** The parts of a resource from which its made-up outputs follow. */
export interface MadeUpSource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: WireObject;
  /** AWS region of its provider. */
  readonly providerRegion: string;
  /** AWS account of its provider. */
  readonly providerAccount: string;
}

export interface MadeUp {
  readonly id: string;
  readonly outputs: WireObject;
}

/** What the table below writes with: stable digits from the URN, and texts from the inputs. */
class Maker {
  readonly digest: string;
  constructor(readonly source: MadeUpSource) {
    this.digest = createHash("sha256").update(source.urn).digest("hex");
  }

  /** An id as EC2 makes them: a prefix and 17 hexadecimal digits. */
  hex(prefix: string): string {
    return `${prefix}-${this.digest.slice(0, 17)}`;
  }

  /** An input's text, or the logical name with some digits, as Pulumi's auto-naming has it. */
  text(key: string): string {
    const value = unwrapSecrets(this.source.inputs[key] ?? null);
    return typeof value === "string" ? value : `${this.source.name}-${this.digest.slice(0, 7)}`;
  }

  /** The resource's own region if it names one, else its provider's. */
  get region(): string {
    const value = this.source.inputs.region;
    return typeof value === "string" ? value : this.source.providerRegion;
  }

  get account(): string {
    return this.source.providerAccount;
  }

  arn(service: string, resource: string, regional = true): string {
    return `arn:aws:${service}:${regional ? this.region : ""}:${this.account}:${resource}`;
  }

  uuid(): string {
    const d = this.digest;
    return `${d.slice(0, 8)}-${d.slice(8, 12)}-4${d.slice(13, 16)}-a${d.slice(17, 20)}-${d.slice(20, 32)}`;
  }

  /** A public address from the block that RFC 5737 keeps for documentation. */
  address(): string {
    return `203.0.113.${(parseInt(this.digest.slice(0, 2), 16) % 254) + 1}`;
  }
}

type Recipe = (m: Maker) => MadeUp;

const answer = (id: string, outputs: Record<string, WireValue> = {}): MadeUp => ({ id, outputs });
/** A resource with an EC2-style id and an ARN that ends with it. */
const ec2 =
  (prefix: string, kind: string, more: (m: Maker) => Record<string, WireValue> = () => ({})): Recipe =>
  (m) =>
    answer(m.hex(prefix), { arn: m.arn("ec2", `${kind}/${m.hex(prefix)}`), ...more(m) });
/** A resource that is its name, with an ARN. */
const named =
  (
    key: string,
    arn: (m: Maker, name: string) => string,
    more: (m: Maker) => Record<string, WireValue> = () => ({}),
  ): Recipe =>
  (m) => {
    const name = m.text(key);
    return answer(name, { [key]: name, arn: arn(m, name), ...more(m) });
  };

/**
 * What a provider would compute, by type: ids, ARNs and the other outputs that the program reads. A type without a row
 * gets an id and nothing else; an output that is read and missing here ends the plan with its name.
 */
const recipes: Record<string, Recipe> = {
  "aws:acm/certificate:Certificate": (m) =>
    answer(m.arn("acm", `certificate/${m.uuid()}`), { arn: m.arn("acm", `certificate/${m.uuid()}`) }),
  "aws:cloudwatch/eventRule:EventRule": named("name", (m, name) => m.arn("events", `rule/${name}`)),
  "aws:cloudwatch/logGroup:LogGroup": named("name", (m, name) => m.arn("logs", `log-group:${name}`)),
  "aws:codebuild/project:Project": named("name", (m, name) => m.arn("codebuild", `project/${name}`)),
  "aws:ec2/eip:Eip": ec2("eipalloc", "elastic-ip", (m) => ({
    allocationId: m.hex("eipalloc"),
    publicIp: m.address(),
  })),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", (m) => ({
    latestVersion: 1,
    defaultVersion: 1,
    name: m.text("name"),
  })),
  "aws:ec2/natGateway:NatGateway": ec2("nat", "natgateway", (m) => ({ publicIp: m.address() })),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl"),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group", (m) => ({ name: m.text("name") })),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", (m) => ({
    defaultNetworkAclId: `acl-${m.digest.slice(17, 34)}`,
    defaultSecurityGroupId: `sg-${m.digest.slice(17, 34)}`,
    defaultRouteTableId: `rtb-${m.digest.slice(17, 34)}`,
    mainRouteTableId: `rtb-${m.digest.slice(17, 34)}`,
    ipv6CidrBlock: "",
  })),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint"),
  "aws:ec2transitgateway/routeTable:RouteTable": ec2("tgw-rtb", "transit-gateway-route-table"),
  "aws:ec2transitgateway/transitGateway:TransitGateway": ec2("tgw", "transit-gateway", (m) => ({
    ownerId: m.account,
    associationDefaultRouteTableId: m.hex("tgw-rtb"),
    propagationDefaultRouteTableId: m.hex("tgw-rtb"),
  })),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ec2("tgw-attach", "transit-gateway-attachment"),
  "aws:ecr/repository:Repository": named(
    "name",
    (m, name) => m.arn("ecr", `repository/${name}`),
    (m) => ({
      repositoryUrl: `${m.account}.dkr.ecr.${m.region}.amazonaws.com/${m.text("name")}`,
      registryId: m.account,
    }),
  ),
  "aws:eks/addon:Addon": (m) =>
    answer(`${m.text("clusterName")}:${m.text("addonName")}`, {
      arn: m.arn("eks", `addon/${m.text("clusterName")}/${m.text("addonName")}/${m.uuid()}`),
    }),
  "aws:eks/cluster:Cluster": named(
    "name",
    (m, name) => m.arn("eks", `cluster/${name}`),
    (m) => {
      const clusterId = m.digest.slice(0, 32).toUpperCase();
      return {
        endpoint: `https://${clusterId}.gr7.${m.region}.eks.amazonaws.com`,
        certificateAuthority: {
          data: Buffer.from(`made-up certificate of ${m.text("name")}`).toString("base64"),
        },
        certificateAuthorities: [
          { data: Buffer.from(`made-up certificate of ${m.text("name")}`).toString("base64") },
        ],
        identities: [{ oidcs: [{ issuer: `https://oidc.eks.${m.region}.amazonaws.com/id/${clusterId}` }] }],
        platformVersion: "eks.1",
        status: "ACTIVE",
        clusterId,
        vpcConfig: { clusterSecurityGroupId: m.hex("sg") },
      };
    },
  ),
  "aws:eks/nodeGroup:NodeGroup": (m) =>
    answer(`${m.text("clusterName")}:${m.text("nodeGroupName")}`, {
      arn: m.arn("eks", `nodegroup/${m.text("clusterName")}/${m.text("nodeGroupName")}/${m.uuid()}`),
      nodeGroupName: m.text("nodeGroupName"),
    }),
  "aws:iam/instanceProfile:InstanceProfile": named("name", (m, name) =>
    m.arn("iam", `instance-profile/${name}`, false),
  ),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (m) => {
    const arn = m.arn("iam", `oidc-provider/${m.text("url").replace(/^https:\/\//, "")}`, false);
    return answer(arn, { arn, thumbprintLists: [] });
  },
  "aws:iam/policy:Policy": (m) => {
    const arn = m.arn("iam", `policy/${m.text("name")}`, false);
    return answer(arn, { arn, name: m.text("name") });
  },
  "aws:iam/role:Role": named(
    "name",
    (m, name) => m.arn("iam", `role/${name}`, false),
    (m) => ({ uniqueId: `AROA${m.digest.slice(0, 17).toUpperCase()}` }),
  ),
  "aws:kms/alias:Alias": named("name", (m, name) => m.arn("kms", name)),
  "aws:kms/key:Key": (m) =>
    answer(`mrk-${m.digest.slice(0, 32)}`, {
      arn: m.arn("kms", `key/mrk-${m.digest.slice(0, 32)}`),
      keyId: `mrk-${m.digest.slice(0, 32)}`,
    }),
  "aws:lb/listener:Listener": (m) =>
    answer(
      m.arn(
        "elasticloadbalancing",
        `listener/net/${m.source.name}/${m.digest.slice(0, 16)}/${m.digest.slice(16, 32)}`,
      ),
      {
        arn: m.arn(
          "elasticloadbalancing",
          `listener/net/${m.source.name}/${m.digest.slice(0, 16)}/${m.digest.slice(16, 32)}`,
        ),
      },
    ),
  "aws:lb/loadBalancer:LoadBalancer": (m) => {
    const kind = m.source.inputs.loadBalancerType === "network" ? "net" : "app";
    const arn = m.arn(
      "elasticloadbalancing",
      `loadbalancer/${kind}/${m.text("name")}/${m.digest.slice(0, 16)}`,
    );
    return answer(arn, {
      arn,
      arnSuffix: `${kind}/${m.text("name")}/${m.digest.slice(0, 16)}`,
      dnsName: `${m.text("name")}-${m.digest.slice(0, 16)}.elb.${m.region}.amazonaws.com`,
      zoneId: `Z${m.digest.slice(0, 13).toUpperCase()}`,
    });
  },
  "aws:lb/targetGroup:TargetGroup": (m) =>
    answer(m.arn("elasticloadbalancing", `targetgroup/${m.text("name")}/${m.digest.slice(0, 16)}`), {
      arn: m.arn("elasticloadbalancing", `targetgroup/${m.text("name")}/${m.digest.slice(0, 16)}`),
      arnSuffix: `targetgroup/${m.text("name")}/${m.digest.slice(0, 16)}`,
    }),
  "aws:route53/zone:Zone": (m) =>
    answer(`Z${m.digest.slice(0, 20).toUpperCase()}`, {
      arn: `arn:aws:route53:::hostedzone/Z${m.digest.slice(0, 20).toUpperCase()}`,
      zoneId: `Z${m.digest.slice(0, 20).toUpperCase()}`,
      nameServers: ["ns-0.example", "ns-512.example", "ns-1024.example", "ns-1536.example"],
    }),
  "random:index/randomPassword:RandomPassword": (m) =>
    answer("none", { result: m.digest, bcryptHash: m.digest }),
  "aws:s3/bucket:Bucket": named(
    "bucket",
    (_m, name) => `arn:aws:s3:::${name}`,
    (m) => ({
      bucketDomainName: `${m.text("bucket")}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${m.text("bucket")}.s3.${m.region}.amazonaws.com`,
    }),
  ),
  "aws:secretsmanager/secret:Secret": (m) =>
    answer(m.arn("secretsmanager", `secret:${m.text("name")}-AbCdEf`), {
      arn: m.arn("secretsmanager", `secret:${m.text("name")}-AbCdEf`),
    }),
  "tls:index/privateKey:PrivateKey": (m) =>
    answer(m.digest.slice(0, 40), {
      privateKeyPem: pem("EC PRIVATE KEY", m),
      privateKeyPemPkcs8: pem("PRIVATE KEY", m),
      publicKeyPem: pem("PUBLIC KEY", m),
    }),
  "tls:index/selfSignedCert:SelfSignedCert": (m) =>
    answer(m.digest.slice(0, 40), { certPem: pem("CERTIFICATE", m) }),
  "aws:sqs/queue:Queue": (m) =>
    answer(`https://sqs.${m.region}.amazonaws.com/${m.account}/${m.text("name")}`, {
      arn: m.arn("sqs", m.text("name")),
      name: m.text("name"),
      url: `https://sqs.${m.region}.amazonaws.com/${m.account}/${m.text("name")}`,
    }),
};

/** Text in the shape of a PEM block, of the right kind and with nothing real in it. */
function pem(kind: string, m: Maker): string {
  return `-----BEGIN ${kind}-----\n${Buffer.from(m.digest).toString("base64")}\n-----END ${kind}-----\n`;
}

/** A Kubernetes object's id, as its provider writes it: namespace and name. */
function kubernetes(m: Maker): MadeUp {
  const metadata = unwrapSecrets(m.source.inputs.metadata ?? {}) as WireObject;
  const name = typeof metadata.name === "string" ? metadata.name : m.source.name;
  const namespace = typeof metadata.namespace === "string" ? metadata.namespace : undefined;
  return answer(namespace === undefined ? name : `${namespace}/${name}`);
}

/** The id and computed outputs of a resource, made up from its URN: the same every time. */
export function madeUp(source: MadeUpSource): MadeUp {
  const maker = new Maker(source);
  const recipe =
    recipes[source.type] ??
    (source.type.startsWith("kubernetes:") ? kubernetes : (m: Maker) => answer(m.hex("id")));
  return recipe(maker);
}
