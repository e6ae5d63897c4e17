const firewall = "holds the rules of a firewall, and no data";
const transit = "is about lines between networks, which carry TLS of their own";

/** Types that can be told how to encrypt and that no rule judges for it, each with the reason. */
export const encryptsNothing: Readonly<Record<string, string>> = {
  "aws:cfg/deliveryChannel:DeliveryChannel": "writes to a bucket of ours, which is judged",
  "aws:cloudfront/distribution:Distribution": "encrypts single fields again, inside of TLS",
  "aws:cloudfront/fieldLevelEncryptionProfile:FieldLevelEncryptionProfile":
    "encrypts single fields again, inside of TLS",
  "aws:cognito/userPool:UserPool":
    "the key wraps codes on their way to a function; the pool itself takes none",
  "aws:directconnect/connection:Connection": transit,
  "aws:ec2/ami:Ami": "is made of snapshots, which are judged",
  "aws:ec2/amiFromInstance:AmiFromInstance": "is made of an instance's disks, which are judged",
  "aws:ec2/vpnConnection:VpnConnection": transit,
  "aws:ec2transitgateway/transitGateway:TransitGateway": transit,
  "aws:guardduty/publishingDestination:PublishingDestination":
    "cannot be made without a key, and writes findings about machines",
  "aws:lambda/eventSourceMapping:EventSourceMapping": "the key wraps its filter, which is no data",
  "aws:lambda/function:Function":
    "the key wraps its variables, in which `secrets-marked` lets no secret stand",
  "aws:networkfirewall/firewall:Firewall": firewall,
  "aws:networkfirewall/firewallPolicy:FirewallPolicy": firewall,
  "aws:networkfirewall/ruleGroup:RuleGroup": firewall,
  "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration": firewall,
  "aws:scheduler/schedule:Schedule": "holds when something is called, and no data",
};

const network = "measures or draws a network, and carries no data of anybody";
const count = "counts copies within the region";

/** Types with a field that sounds of another region and that send no data there, each with the reason. */
export const copiesNothing: Readonly<Record<string, string>> = {
  "aws:account/region:Region": "lets the account use a region; what is made there is judged by itself",
  "aws:amp/scraper:Scraper": "writes to a workspace of its own region",
  "aws:appconfig/deploymentStrategy:DeploymentStrategy": "says where the strategy itself is kept",
  "aws:arcregionswitch/plan:Plan": "switches between stores that are judged by themselves",
  "aws:cloudtrail/eventDataStore:EventDataStore": "gathers the account's own trail where it is made",
  "aws:dms/replicationInstance:ReplicationInstance": "is a machine; what would copy is refused",
  "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": "names subnets",
  "aws:ec2/networkInsightsPath:NetworkInsightsPath": network,
  "aws:ec2/vpcNetworkPerformanceMetricSubscription:VpcNetworkPerformanceMetricSubscription": network,
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "names the kind of its destination",
  "aws:kms/externalKey:ExternalKey": "may be copied; the replica is a type of its own, which is judged",
  "aws:kms/key:Key": "may be copied; the replica is a type of its own, which is judged",
  "aws:msk/topic:Topic": count,
  "aws:neptunegraph/graph:Graph": count,
  "aws:networkmonitor/probe:Probe": network,
  "aws:notifications/eventRule:EventRule": "tells people of events",
  "aws:observabilityadmin/telemetryEvaluationForOrganization:TelemetryEvaluationForOrganization":
    "looks at settings, not at data",
  "aws:route53/healthCheck:HealthCheck": network,
  "aws:rum/metricsDestination:MetricsDestination": "writes to CloudWatch of its own region",
  "aws:s3/inventory:Inventory": "lists objects in a bucket of the same region, as S3 asks",
  "aws:signer/signingJob:SigningJob": "writes to a bucket of the same region",
  "aws:xray/traceSegmentDestination:TraceSegmentDestination": "writes to logs of its own region",
};

/** Types with a field that sounds public and that open nothing by it, each with the reason. */
export const opensNothing: Readonly<Record<string, string>> = {
  "aws:ec2/vpcIpamPool:VpcIpamPool": "plans addresses; those that are taken are judged",
  "aws:elb/loadBalancer:LoadBalancer": "is refused by `listeners-tls`, inside or out",
  "aws:imagebuilder/lifecyclePolicy:LifecyclePolicy": "says which images are kept",
};
