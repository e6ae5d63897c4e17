import type * as aws from "@pulumi/aws";
import type { PlanObject, PlanValue } from "../../../../preview/engine/values";
import {
  resourcePolicy,
  isPlanObject,
  alike,
  convertFields,
  list,
  none,
  object,
  port,
  resources,
  tags,
  targetsOf,
  to,
  within,
  type AnyFields,
  type Conversion,
  type Fields,
} from "../fields";
import { exampleIds, row, without, type Entry } from "../rows";

/** Numbers that CloudFormation wants for protocols that Pulumi names. */
const protocolNumbers: Readonly<Record<string, number>> = { all: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

const protocol: Conversion = {
  convert: (from, field) => ({
    value: (typeof from === "string" ? protocolNumbers[from] : undefined) ?? from,
    origins: [{ path: [], field }],
  }),
  targets: [[]],
};

type AclRule = aws.types.input.ec2.NetworkAclIngress;

const aclFields: Fields<AclRule> = {
  action: "RuleAction",
  cidrBlock: "CidrBlock",
  ipv6CidrBlock: "Ipv6CidrBlock",
  fromPort: to("PortRange.From", port),
  toPort: to("PortRange.To", port),
  icmpCode: "Icmp.Code",
  icmpType: "Icmp.Type",
  protocol: to("Protocol", protocol),
  ruleNo: to("RuleNumber", within([1, 32_766])),
};

/** Inline rules of an ACL; CloudFormation has a resource a rule. */
const aclRules = (egress: boolean) =>
  resources<AclRule>("AWS::EC2::NetworkAclEntry", aclFields, {
    NetworkAclId: exampleIds.networkAcl,
    Egress: egress,
  });

type GroupRule = aws.types.input.ec2.SecurityGroupIngress;

/** Where a rule's other end is: Pulumi lists them, CloudFormation has a rule for each. */
const ends = (other: "Source" | "Destination"): Readonly<Record<string, string>> => ({
  cidrBlocks: "CidrIp",
  ipv6CidrBlocks: "CidrIpv6",
  prefixListIds: `${other}PrefixListId`,
  securityGroups: `${other}SecurityGroupId`,
});

/** Inline rules of a security group, one of CloudFormation's for each end that a rule lists. */
function groupRules(other: "Source" | "Destination"): Conversion {
  const endFields = ends(other);
  const base: Fields<GroupRule> = {
    description: "Description",
    fromPort: to("FromPort", port),
    toPort: to("ToPort", port),
    protocol: "IpProtocol",
    self: none("CloudFormation names the group itself"),
  };
  const fields: AnyFields = { ...base, ...endFields };
  const ofOne = list({
    convert: (from, field, notes) => convertFields(fields, from as PlanObject, field, notes),
    targets: targetsOf(fields),
  });
  const split = (rule: PlanValue): PlanValue[] => {
    if (!isPlanObject(rule)) return [rule];
    const common = Object.fromEntries(Object.entries(rule).filter(([key]) => !(key in endFields)));
    const one = Object.keys(endFields).flatMap((key) => {
      const items = rule[key];
      return Array.isArray(items) ? items.map((item) => ({ ...common, [key]: item })) : [];
    });
    return one.length > 0 ? one : [common];
  };
  return {
    convert: (from, field, notes) =>
      ofOne.convert((Array.isArray(from) ? from : [from]).flatMap(split), field, notes),
    targets: ofOne.targets,
  };
}

type RouteArgs = aws.ec2.RouteArgs;

const routeTargets: Fields<RouteArgs & aws.types.input.ec2.RouteTableRoute> = {
  ...alike<RouteArgs>(
    "carrierGatewayId",
    "coreNetworkArn",
    "destinationPrefixListId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "odbNetworkArn",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
  ),
  egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
};

const dnsNames = "PrivateDnsNameOptionsOnLaunch";

export const vpc: readonly Entry[] = [
  row<aws.ec2.VpcArgs>("aws:ec2/vpc:Vpc", "AWS::EC2::VPC", {
    ...alike<aws.ec2.VpcArgs>(
      "cidrBlock",
      "enableDnsHostnames",
      "enableDnsSupport",
      "instanceTenancy",
      "ipv4IpamPoolId",
      "ipv4NetmaskLength",
    ),
    tags: to("Tags", tags),
    enableNetworkAddressUsageMetrics: none("not in CloudFormation"),
    assignGeneratedIpv6CidrBlock: none("a VPCCidrBlock in CloudFormation"),
  }),
  row<aws.ec2.SubnetArgs>("aws:ec2/subnet:Subnet", "AWS::EC2::Subnet", {
    ...alike<aws.ec2.SubnetArgs>(
      "assignIpv6AddressOnCreation",
      "availabilityZone",
      "availabilityZoneId",
      "cidrBlock",
      "enableDns64",
      "ipv6CidrBlock",
      "ipv6Native",
      "mapPublicIpOnLaunch",
      "vpcId",
    ),
    enableResourceNameDnsARecordOnLaunch: `${dnsNames}.EnableResourceNameDnsARecord`,
    enableResourceNameDnsAaaaRecordOnLaunch: `${dnsNames}.EnableResourceNameDnsAAAARecord`,
    privateDnsHostnameTypeOnLaunch: `${dnsNames}.HostnameType`,
    tags: to("Tags", tags),
  }),
  row<aws.ec2.InternetGatewayArgs>("aws:ec2/internetGateway:InternetGateway", "AWS::EC2::InternetGateway", {
    tags: to("Tags", tags),
    vpcId: none("an attachment of its own in CloudFormation"),
  }),
  row<aws.ec2.EipArgs>("aws:ec2/eip:Eip", "AWS::EC2::EIP", {
    ...alike<aws.ec2.EipArgs>("address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"),
    instance: "InstanceId",
    tags: to("Tags", tags),
    networkInterface: none("an association of its own in CloudFormation"),
  }),
  row<aws.ec2.NatGatewayArgs>("aws:ec2/natGateway:NatGateway", "AWS::EC2::NatGateway", {
    ...alike<aws.ec2.NatGatewayArgs>(
      "allocationId",
      "availabilityMode",
      "connectivityType",
      "secondaryAllocationIds",
      "secondaryPrivateIpAddressCount",
      "secondaryPrivateIpAddresses",
      "subnetId",
      "vpcId",
    ),
    privateIp: "PrivateIpAddress",
    tags: to("Tags", tags),
  }),
  row<aws.ec2.RouteTableArgs>("aws:ec2/routeTable:RouteTable", "AWS::EC2::RouteTable", {
    vpcId: "VpcId",
    routes: resources<aws.types.input.ec2.RouteTableRoute>(
      "AWS::EC2::Route",
      { ...routeTargets, cidrBlock: "DestinationCidrBlock", ipv6CidrBlock: "DestinationIpv6CidrBlock" },
      { RouteTableId: exampleIds.routeTable },
    ),
    tags: to("Tags", tags),
    propagatingVgws: none("a resource of its own in CloudFormation"),
  }),
  row<RouteArgs>("aws:ec2/route:Route", "AWS::EC2::Route", {
    ...routeTargets,
    ...alike<RouteArgs>("destinationCidrBlock", "destinationIpv6CidrBlock", "routeTableId"),
  }),
  row<aws.ec2.RouteTableAssociationArgs>(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "AWS::EC2::SubnetRouteTableAssociation",
    {
      ...alike<aws.ec2.RouteTableAssociationArgs>("routeTableId", "subnetId"),
      gatewayId: none("AWS::EC2::GatewayRouteTableAssociation is another type"),
    },
  ),
  row<aws.ec2.SecurityGroupArgs>(
    "aws:ec2/securityGroup:SecurityGroup",
    "AWS::EC2::SecurityGroup",
    {
      name: "GroupName",
      description: "GroupDescription",
      vpcId: "VpcId",
      ingress: to("SecurityGroupIngress", groupRules("Source")),
      egress: to("SecurityGroupEgress", groupRules("Destination")),
      tags: to("Tags", tags),
      namePrefix: none("auto-naming"),
      revokeRulesOnDelete: none("how Pulumi deletes"),
    },
    { GroupDescription: "Managed by Pulumi" },
  ),
  row<aws.ec2.DefaultSecurityGroupArgs>(
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "AWS::EC2::SecurityGroup",
    {
      vpcId: "VpcId",
      ingress: to("SecurityGroupIngress", groupRules("Source")),
      egress: to("SecurityGroupEgress", groupRules("Destination")),
      tags: to("Tags", tags),
      revokeRulesOnDelete: none("how Pulumi deletes"),
    },
    { GroupDescription: "default VPC security group" },
  ),
  row<aws.vpc.SecurityGroupIngressRuleArgs>(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "AWS::EC2::SecurityGroupIngress",
    {
      ...alike<aws.vpc.SecurityGroupIngressRuleArgs>("description", "ipProtocol"),
      fromPort: to("FromPort", port),
      toPort: to("ToPort", port),
      cidrIpv4: "CidrIp",
      cidrIpv6: "CidrIpv6",
      prefixListId: "SourcePrefixListId",
      referencedSecurityGroupId: "SourceSecurityGroupId",
      securityGroupId: "GroupId",
      tags: none("rules have no tags in CloudFormation"),
    },
  ),
  row<aws.vpc.SecurityGroupEgressRuleArgs>(
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "AWS::EC2::SecurityGroupEgress",
    {
      ...alike<aws.vpc.SecurityGroupEgressRuleArgs>("description", "ipProtocol"),
      fromPort: to("FromPort", port),
      toPort: to("ToPort", port),
      cidrIpv4: "CidrIp",
      cidrIpv6: "CidrIpv6",
      prefixListId: "DestinationPrefixListId",
      referencedSecurityGroupId: "DestinationSecurityGroupId",
      securityGroupId: "GroupId",
      tags: none("rules have no tags in CloudFormation"),
    },
  ),
  row<aws.ec2.ManagedPrefixListArgs>("aws:ec2/managedPrefixList:ManagedPrefixList", "AWS::EC2::PrefixList", {
    ...alike<aws.ec2.ManagedPrefixListArgs>("addressFamily", "maxEntries"),
    name: "PrefixListName",
    entries: to(
      "Entries",
      list(
        object<aws.types.input.ec2.ManagedPrefixListEntry>(
          alike<aws.types.input.ec2.ManagedPrefixListEntry>("cidr", "description"),
        ),
      ),
    ),
    tags: to("Tags", tags),
  }),
  row<aws.ec2.NetworkAclArgs>("aws:ec2/networkAcl:NetworkAcl", "AWS::EC2::NetworkAcl", {
    vpcId: "VpcId",
    ingress: aclRules(false),
    egress: aclRules(true),
    tags: to("Tags", tags),
    subnetIds: none("an association of its own in CloudFormation"),
  }),
  row<aws.ec2.DefaultNetworkAclArgs>(
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    "AWS::EC2::NetworkAcl",
    {
      ingress: aclRules(false),
      egress: aclRules(true),
      tags: to("Tags", tags),
      defaultNetworkAclId: none("CloudFormation cannot adopt one"),
      subnetIds: none("an association of its own in CloudFormation"),
    },
    { VpcId: exampleIds.vpc },
  ),
  row<aws.ec2.NetworkAclRuleArgs>("aws:ec2/networkAclRule:NetworkAclRule", "AWS::EC2::NetworkAclEntry", {
    ...alike<aws.ec2.NetworkAclRuleArgs>(
      "cidrBlock",
      "egress",
      "ipv6CidrBlock",
      "networkAclId",
      "ruleAction",
      "ruleNumber",
    ),
    fromPort: to("PortRange.From", port),
    toPort: to("PortRange.To", port),
    icmpCode: "Icmp.Code",
    icmpType: "Icmp.Type",
    protocol: to("Protocol", protocol),
  }),
  row<aws.ec2.VpcEndpointArgs>("aws:ec2/vpcEndpoint:VpcEndpoint", "AWS::EC2::VPCEndpoint", {
    ...alike<aws.ec2.VpcEndpointArgs>(
      "ipAddressType",
      "privateDnsEnabled",
      "resourceConfigurationArn",
      "routeTableIds",
      "securityGroupIds",
      "serviceName",
      "serviceNetworkArn",
      "serviceRegion",
      "subnetIds",
      "vpcEndpointType",
      "vpcId",
    ),
    dnsOptions: to(
      "DnsOptions",
      object<aws.types.input.ec2.VpcEndpointDnsOptions>({
        ...alike<aws.types.input.ec2.VpcEndpointDnsOptions>(
          "dnsRecordIpType",
          "privateDnsPreference",
          "privateDnsSpecifiedDomains",
        ),
        privateDnsOnlyForInboundResolverEndpoint: none("a word in CloudFormation"),
      }),
    ),
    policy: to("PolicyDocument", resourcePolicy),
    tags: to("Tags", tags),
    autoAccept: none("how Pulumi creates"),
    subnetConfigurations: none("not in CloudFormation"),
  }),
  row<aws.ec2.FlowLogArgs>(
    "aws:ec2/flowLog:FlowLog",
    "AWS::EC2::FlowLog",
    {
      ...alike<aws.ec2.FlowLogArgs>(
        "deliverCrossAccountRole",
        "logDestination",
        "logDestinationType",
        "logFormat",
        "trafficType",
      ),
      destinationOptions: to(
        "DestinationOptions",
        object<aws.types.input.ec2.FlowLogDestinationOptions>(
          alike("fileFormat", "hiveCompatiblePartitions", "perHourPartition"),
        ),
      ),
      iamRoleArn: "DeliverLogsPermissionArn",
      maxAggregationInterval: to("MaxAggregationInterval", within([60, 60], [600, 600])),
      vpcId: "ResourceId",
      subnetId: none("the table knows flow logs of VPCs only"),
      transitGatewayId: none("the table knows flow logs of VPCs only"),
      tags: to("Tags", tags),
    },
    { ResourceType: "VPC" },
  ),
  row<aws.ec2.VpcDhcpOptionsArgs>("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "AWS::EC2::DHCPOptions", {
    ...alike<aws.ec2.VpcDhcpOptionsArgs>("domainName", "domainNameServers", "ntpServers"),
    tags: to("Tags", tags),
  }),
  row<aws.ec2.VpcDhcpOptionsAssociationArgs>(
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    "AWS::EC2::VPCDHCPOptionsAssociation",
    alike<aws.ec2.VpcDhcpOptionsAssociationArgs>("dhcpOptionsId", "vpcId"),
  ),
  without("aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup", "an account's setting"),
  without("aws:ec2/tag:Tag", "a tag of a resource that another program owns"),
  without("aws:ec2/defaultRouteTable:DefaultRouteTable", "CloudFormation cannot adopt one"),
];
