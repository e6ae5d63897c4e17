/**
 * Types that make other resources out of sight, in an account that rules are to guard: a plan shows the order, never what is
 * made by it. Each with what makes it; fields as in @pulumi/aws 7.
 */
export const unseenMakers: Readonly<Record<string, string>> = {
  "aws:cfg/conformancePack:ConformancePack": "AWS Config, from a template",
  "aws:cfg/organizationConformancePack:OrganizationConformancePack": "AWS Config, from a template",
  "aws:cfg/remediationConfiguration:RemediationConfiguration": "AWS Config, by a document of Systems Manager",
  "aws:cloud9/environmentEC2:EnvironmentEC2": "Cloud9: an instance, a role and a security group",
  "aws:cloudcontrol/resource:Resource": "Cloud Control, from a text",
  "aws:cloudformation/cloudFormationType:CloudFormationType": "a handler of somebody's, in CloudFormation",
  "aws:cloudformation/stack:Stack": "CloudFormation, from a template",
  "aws:cloudformation/stackInstances:StackInstances": "CloudFormation, in other accounts and regions",
  "aws:cloudformation/stackSet:StackSet": "CloudFormation, from a template",
  "aws:cloudformation/stackSetInstance:StackSetInstance": "CloudFormation, in other accounts and regions",
  "aws:controltower/baseline:Baseline": "Control Tower, by stack sets",
  "aws:controltower/landingZone:LandingZone": "Control Tower, from a manifest",
  "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate": "Elastic Beanstalk, from options",
  "aws:elasticbeanstalk/environment:Environment": "Elastic Beanstalk: instances, balancers and groups",
  "aws:lightsail/bucket:Bucket": "Lightsail, in an account of its own",
  "aws:lightsail/containerService:ContainerService": "Lightsail, in a network of its own",
  "aws:lightsail/database:Database": "Lightsail, in a network of its own",
  "aws:lightsail/disk:Disk": "Lightsail, in an account of its own",
  "aws:lightsail/distribution:Distribution": "Lightsail, in a network of its own",
  "aws:lightsail/instance:Instance": "Lightsail, in a network of its own",
  "aws:lightsail/lb:Lb": "Lightsail, in a network of its own",
  "aws:serverlessrepository/cloudFormationStack:CloudFormationStack":
    "an application of others, by CloudFormation",
  "aws:servicecatalog/product:Product": "Service Catalog, from a template",
  "aws:servicecatalog/provisionedProduct:ProvisionedProduct": "Service Catalog, from a template",
  "aws:servicecatalog/provisioningArtifact:ProvisioningArtifact": "Service Catalog, from a template",
  "aws:ssm/association:Association": "a document of Systems Manager, again and again",
  "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask": "a document of Systems Manager, by the clock",
  "aws:ssm/quicksetupConfigurationManager:QuicksetupConfigurationManager": "Quick Setup, by CloudFormation",
};

/** Whom a pipeline's actions may hand a template to ("Action structure reference", CodePipeline user guide). */
export const unseenActions: readonly string[] = [
  "CloudFormation",
  "CloudFormationStackInstances",
  "CloudFormationStackSet",
  "ElasticBeanstalk",
  "OpsWorks",
  "ServiceCatalog",
];
