import type * as aws from "@pulumi/aws";
import { alike, list, none, object, tags, to, words } from "../fields";
import { row, without, type Entry } from "../rows";

type Template = aws.ec2.LaunchTemplateArgs;
type Device = aws.types.input.ec2.LaunchTemplateBlockDeviceMapping;
type Volume = aws.types.input.ec2.LaunchTemplateBlockDeviceMappingEbs;
type Metadata = aws.types.input.ec2.LaunchTemplateMetadataOptions;
type Interface = aws.types.input.ec2.LaunchTemplateNetworkInterface;
type Placement = aws.types.input.ec2.LaunchTemplatePlacement;

/** Pulumi writes these two as text. */
const boolean = words({ true: true, false: false });

const volume = object<Volume>({
  ...alike<Volume>(
    "iops",
    "kmsKeyId",
    "snapshotId",
    "throughput",
    "volumeInitializationRate",
    "volumeSize",
    "volumeType",
  ),
  deleteOnTermination: to("DeleteOnTermination", boolean),
  encrypted: to("Encrypted", boolean),
});

const networkInterface = object<Interface>({
  ...alike<Interface>(
    "description",
    "deviceIndex",
    "interfaceType",
    "networkCardIndex",
    "networkInterfaceId",
    "subnetId",
  ),
  associatePublicIpAddress: to("AssociatePublicIpAddress", boolean),
  deleteOnTermination: to("DeleteOnTermination", boolean),
  securityGroups: "Groups",
});

const inData = (property: string): string => `LaunchTemplateData.${property}`;

export const compute: readonly Entry[] = [
  row<Template>(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "AWS::EC2::LaunchTemplate",
    {
      name: "LaunchTemplateName",
      description: "VersionDescription",
      tags: to("TagSpecifications[]", {
        convert: (from, field, notes) => {
          const converted = tags.convert(from, field, notes);
          if (converted === undefined) return undefined;
          const origins = converted.origins.map((origin) => ({ ...origin, path: ["Tags", ...origin.path] }));
          return { value: { ResourceType: "launch-template", Tags: converted.value }, origins };
        },
        targets: [["ResourceType"], ["Tags", "*", "Key"], ["Tags", "*", "Value"]],
      }),
      blockDeviceMappings: to(
        inData("BlockDeviceMappings"),
        list(
          object<Device>({
            ...alike<Device>("deviceName", "noDevice", "virtualName"),
            ebs: to("Ebs", volume),
          }),
        ),
      ),
      cpuOptions: to(
        inData("CpuOptions"),
        object<aws.types.input.ec2.LaunchTemplateCpuOptions>(
          alike("amdSevSnp", "coreCount", "threadsPerCore"),
        ),
      ),
      creditSpecification: to(
        inData("CreditSpecification"),
        object<aws.types.input.ec2.LaunchTemplateCreditSpecification>(alike("cpuCredits")),
      ),
      disableApiStop: inData("DisableApiStop"),
      disableApiTermination: inData("DisableApiTermination"),
      ebsOptimized: to(inData("EbsOptimized"), boolean),
      iamInstanceProfile: to(
        inData("IamInstanceProfile"),
        object<aws.types.input.ec2.LaunchTemplateIamInstanceProfile>(alike("arn", "name")),
      ),
      imageId: inData("ImageId"),
      instanceInitiatedShutdownBehavior: inData("InstanceInitiatedShutdownBehavior"),
      instanceType: inData("InstanceType"),
      keyName: inData("KeyName"),
      metadataOptions: to(
        inData("MetadataOptions"),
        object<Metadata>(
          alike(
            "httpEndpoint",
            "httpProtocolIpv6",
            "httpPutResponseHopLimit",
            "httpTokens",
            "instanceMetadataTags",
          ),
        ),
      ),
      monitoring: to(
        inData("Monitoring"),
        object<aws.types.input.ec2.LaunchTemplateMonitoring>(alike("enabled")),
      ),
      networkInterfaces: to(inData("NetworkInterfaces"), list(networkInterface)),
      placement: to(
        inData("Placement"),
        object<Placement>(
          alike("affinity", "availabilityZone", "groupName", "hostId", "partitionNumber", "tenancy"),
        ),
      ),
      tagSpecifications: to(
        inData("TagSpecifications"),
        list(
          object<aws.types.input.ec2.LaunchTemplateTagSpecification>({
            resourceType: "ResourceType",
            tags: to("Tags", tags),
          }),
        ),
      ),
      userData: inData("UserData"),
      vpcSecurityGroupIds: inData("SecurityGroupIds"),
      namePrefix: none("auto-naming"),
      defaultVersion: none("not in CloudFormation"),
      updateDefaultVersion: none("how Pulumi updates"),
    },
    { LaunchTemplateData: {} },
  ),
  row<aws.ebs.SnapshotBlockPublicAccessArgs>(
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    "AWS::EC2::SnapshotBlockPublicAccess",
    { state: "State" },
  ),
  without("aws:ebs/encryptionByDefault:EncryptionByDefault", "an account's setting"),
  without("aws:ebs/defaultKmsKey:DefaultKmsKey", "an account's setting"),
];
