import { answer, ec2, named, type Recipe } from "./maker";

/** What AWS would compute: ids, ARNs and the other outputs that the program reads. */
export const awsRecipes: Readonly<Record<string, Recipe>> = {
  "aws:acm/certificate:Certificate": (m) =>
    answer(m.arn("acm", `certificate/${m.uuid()}`), { arn: m.arn("acm", `certificate/${m.uuid()}`) }),
  "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": named("name", (m, name) =>
    m.arn("backup", `backup-vault:${name}`),
  ),
  "aws:backup/plan:Plan": (m) =>
    answer(m.uuid(), { arn: m.arn("backup", `backup-plan:${m.uuid()}`), version: m.digest.slice(0, 32) }),
  "aws:backup/reportPlan:ReportPlan": named("name", (m, name) =>
    m.arn("backup", `report-plan:${name}-${m.uuid()}`),
  ),
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": named("name", (m, name) =>
    m.arn("backup", `restore-testing-plan:${name}-${m.uuid()}`),
  ),
  "aws:backup/vault:Vault": named("name", (m, name) => m.arn("backup", `backup-vault:${name}`)),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("name", (m, name) => m.arn("cloudwatch", `alarm:${name}`)),
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
  "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": ec2(
    "tgw-attach",
    "transit-gateway-attachment",
  ),
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
    const arn = m.arn("iam", `policy${m.text("path") || "/"}${m.text("name")}`, false);
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
  "aws:kms/replicaKey:ReplicaKey": (m) => {
    // A replica has its primary's id.
    const id = m.text("primaryKeyArn").split("/").at(-1) ?? "";
    return answer(id, { arn: m.arn("kms", `key/${id}`), keyId: id });
  },
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
  "aws:lb/trustStore:TrustStore": (m) => {
    const arn = m.arn("elasticloadbalancing", `truststore/${m.text("name")}/${m.digest.slice(0, 16)}`);
    return answer(arn, { arn });
  },
  "aws:organizations/policy:Policy": (m) => {
    const id = `p-${m.digest.slice(0, 10)}`;
    return answer(id, {
      arn: `arn:aws:organizations::${m.account}:policy/o-azora/service_control_policy/${id}`,
      name: m.text("name"),
    });
  },
  "aws:route53/zone:Zone": (m) =>
    answer(`Z${m.digest.slice(0, 20).toUpperCase()}`, {
      arn: `arn:aws:route53:::hostedzone/Z${m.digest.slice(0, 20).toUpperCase()}`,
      zoneId: `Z${m.digest.slice(0, 20).toUpperCase()}`,
      nameServers: ["ns-0.example", "ns-512.example", "ns-1024.example", "ns-1536.example"],
    }),
  "aws:s3/bucketObject:BucketObject": (m) =>
    answer(`${m.text("bucket")}/${m.text("key")}`, { versionId: m.digest.slice(0, 32) }),
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
  "aws:sns/topic:Topic": named("name", (m, name) => m.arn("sns", name)),
  "aws:sqs/queue:Queue": (m) =>
    answer(`https://sqs.${m.region}.amazonaws.com/${m.account}/${m.text("name")}`, {
      arn: m.arn("sqs", m.text("name")),
      name: m.text("name"),
      url: `https://sqs.${m.region}.amazonaws.com/${m.account}/${m.text("name")}`,
    }),
};
