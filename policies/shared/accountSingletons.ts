/** Settings of an account, or of a region of it: two stacks that both make one overwrite each other. */
export interface Singleton {
  /** Whose it is: the stack that joins the regions, or each region's own. */
  readonly home: "global" | "region";
  /** Whether every AWS region has one of its own. */
  readonly perRegion: boolean;
  /** The field that tells several apart, where there may be several. */
  readonly by?: string;
}

const ofAccount: Singleton = { home: "global", perRegion: false };
const ofRegion: Singleton = { home: "region", perRegion: true };

export const singletons: Readonly<Record<string, Singleton>> = {
  "aws:account/alternativeContact:AlternativeContact": { ...ofAccount, by: "alternativeContactType" },
  "aws:account/primaryContact:PrimaryContact": ofAccount,
  "aws:account/region:Region": { ...ofAccount, by: "regionName" },
  // Of the organisation's management account, where the service takes it from.
  "aws:backup/globalSettings:GlobalSettings": ofAccount,
  "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus": ofAccount,
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": { ...ofAccount, by: "name" },
  "aws:costexplorer/costAllocationTag:CostAllocationTag": { ...ofAccount, by: "tagKey" },
  "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": { ...ofAccount, perRegion: true },
  "aws:iam/accountAlias:AccountAlias": ofAccount,
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": ofAccount,
  "aws:iam/organizationsFeatures:OrganizationsFeatures": ofAccount,
  "aws:iam/outboundWebIdentityFederation:OutboundWebIdentityFederation": ofAccount,
  "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences": ofAccount,
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": { ...ofAccount, by: "awsServiceName" },
  "aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount": { ...ofAccount, perRegion: true },
  "aws:macie2/organizationAdminAccount:OrganizationAdminAccount": { ...ofAccount, perRegion: true },
  "aws:organizations/awsServiceAccess:AwsServiceAccess": { ...ofAccount, by: "servicePrincipal" },
  "aws:organizations/organization:Organization": ofAccount,
  "aws:ram/sharingWithOrganization:SharingWithOrganization": ofAccount,
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": ofAccount,
  "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": { ...ofAccount, perRegion: true },
  // Names the other regions, which only the stack that joins them knows.
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": { ...ofAccount, perRegion: true },

  "aws:accessanalyzer/analyzer:Analyzer": { ...ofRegion, by: "type" },
  "aws:apigateway/account:Account": ofRegion,
  "aws:backup/regionSettings:RegionSettings": ofRegion,
  "aws:cfg/deliveryChannel:DeliveryChannel": ofRegion,
  "aws:cfg/recorder:Recorder": ofRegion,
  "aws:detective/graph:Graph": ofRegion,
  "aws:ebs/defaultKmsKey:DefaultKmsKey": ofRegion,
  "aws:ebs/encryptionByDefault:EncryptionByDefault": ofRegion,
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": ofRegion,
  "aws:ec2/defaultCreditSpecification:DefaultCreditSpecification": { ...ofRegion, by: "instanceFamily" },
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": ofRegion,
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": ofRegion,
  "aws:ec2/serialConsoleAccess:SerialConsoleAccess": ofRegion,
  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": ofRegion,
  "aws:ecr/registryPolicy:RegistryPolicy": ofRegion,
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": ofRegion,
  "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration": ofRegion,
  "aws:guardduty/detector:Detector": ofRegion,
  "aws:inspector2/enabler:Enabler": ofRegion,
  "aws:macie2/account:Account": ofRegion,
  "aws:securityhub/account:Account": ofRegion,
  "aws:ssm/defaultPatchBaseline:DefaultPatchBaseline": { ...ofRegion, by: "operatingSystem" },
  "aws:ssm/serviceSetting:ServiceSetting": { ...ofRegion, by: "settingId" },
  "aws:xray/encryptionConfig:EncryptionConfig": ofRegion,
};
