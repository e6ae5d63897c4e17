import type * as aws from "@pulumi/aws";
import { alike, none, oneOf, tags, to, within } from "../fields";
import { row, without, type Entry } from "../rows";

type Gateway = aws.ec2transitgateway.TransitGatewayArgs;
type Link = aws.ec2transitgateway.RouteTableAssociationArgs;

const link = {
  transitGatewayAttachmentId: "TransitGatewayAttachmentId",
  transitGatewayRouteTableId: "TransitGatewayRouteTableId",
} as const;

const onOrOff = oneOf("enable", "disable");

export const transitGateway: readonly Entry[] = [
  row<Gateway>("aws:ec2transitgateway/transitGateway:TransitGateway", "AWS::EC2::TransitGateway", {
    ...alike<Gateway>("description", "transitGatewayCidrBlocks"),
    // Private AS numbers of 16 and 32 bits ("Work with transit gateways", VPC user guide).
    amazonSideAsn: to("AmazonSideAsn", within([64_512, 65_534], [4_200_000_000, 4_294_967_294])),
    autoAcceptSharedAttachments: to("AutoAcceptSharedAttachments", onOrOff),
    defaultRouteTableAssociation: to("DefaultRouteTableAssociation", onOrOff),
    defaultRouteTablePropagation: to("DefaultRouteTablePropagation", onOrOff),
    dnsSupport: to("DnsSupport", onOrOff),
    encryptionSupport: to("EncryptionSupport", onOrOff),
    multicastSupport: to("MulticastSupport", onOrOff),
    securityGroupReferencingSupport: to("SecurityGroupReferencingSupport", onOrOff),
    vpnEcmpSupport: to("VpnEcmpSupport", onOrOff),
    tags: to("Tags", tags),
  }),
  row<aws.ec2transitgateway.VpcAttachmentArgs>(
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    "AWS::EC2::TransitGatewayAttachment",
    {
      ...alike<aws.ec2transitgateway.VpcAttachmentArgs>("subnetIds", "transitGatewayId", "vpcId"),
      applianceModeSupport: "Options.ApplianceModeSupport",
      dnsSupport: "Options.DnsSupport",
      ipv6Support: "Options.Ipv6Support",
      securityGroupReferencingSupport: "Options.SecurityGroupReferencingSupport",
      tags: to("Tags", tags),
      transitGatewayDefaultRouteTableAssociation: none("what Pulumi does after it attached"),
      transitGatewayDefaultRouteTablePropagation: none("what Pulumi does after it attached"),
    },
  ),
  row<aws.ec2transitgateway.RouteTableArgs>(
    "aws:ec2transitgateway/routeTable:RouteTable",
    "AWS::EC2::TransitGatewayRouteTable",
    { transitGatewayId: "TransitGatewayId", tags: to("Tags", tags) },
  ),
  row<Link>(
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
    "AWS::EC2::TransitGatewayRouteTableAssociation",
    { ...link, replaceExistingAssociation: none("how Pulumi creates") },
  ),
  row<aws.ec2transitgateway.RouteTablePropagationArgs>(
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
    "AWS::EC2::TransitGatewayRouteTablePropagation",
    link,
  ),
  row<aws.ec2transitgateway.RouteArgs>("aws:ec2transitgateway/route:Route", "AWS::EC2::TransitGatewayRoute", {
    ...link,
    ...alike<aws.ec2transitgateway.RouteArgs>("blackhole", "destinationCidrBlock"),
  }),
  row<aws.ec2transitgateway.PeeringAttachmentArgs>(
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    "AWS::EC2::TransitGatewayPeeringAttachment",
    {
      ...alike<aws.ec2transitgateway.PeeringAttachmentArgs>(
        "peerAccountId",
        "peerRegion",
        "peerTransitGatewayId",
        "transitGatewayId",
      ),
      tags: to("Tags", tags),
      options: none("not in CloudFormation"),
    },
    { PeerAccountId: "111122223333" },
  ),
  without(
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
    "CloudFormation accepts no peering",
  ),
];
