import { bucketTypes } from "./buckets";
import type { Must, Path } from "./look";

/** Types that are not made, with what to make instead. */
interface Refusal {
  /** Names of types by module of @pulumi/aws. */
  readonly types: Readonly<Record<string, string>>;
  /** What speaks against them, as a message says it. */
  readonly found: string;
  readonly instead: string;
}

const refusals: readonly Refusal[] = [
  {
    found: "copies between regions without saying whose data",
    instead: "a copy that replication-lawful judges: AWS Backup, or the replicas of a store's own fields",
    types: {
      auditmanager: "FrameworkShare",
      cloudwatch: "EventEndpoint",
      datasync:
        "EfsLocation FsxOpenZfsFileSystem LocationAzureBlob LocationFsxLustre LocationFsxOntapFileSystem LocationFsxWindows LocationHdfs LocationObjectStorage LocationSmb NfsLocation S3Location Task",
      directoryservice: "ServiceRegion",
      dlm: "LifecyclePolicy",
      dms: "DataProvider Endpoint InstanceProfile MigrationProject ReplicationConfig ReplicationTask S3Endpoint",
      docdb: "GlobalCluster",
      dsql: "ClusterPeering",
      dynamodb: "GlobalTable TableExport",
      efs: "ReplicationConfiguration",
      elasticache: "GlobalReplicationGroup",
      memorydb: "MultiRegionCluster",
      msk: "Channel Replicator",
      mskconnect: "Connector",
      neptune: "GlobalCluster",
      observabilityadmin: "CentralizationRuleForOrganization S3TableIntegration",
      rds: "ExportTask InstanceAutomatedBackupsReplication Integration",
      redshift: "Integration SnapshotCopy SnapshotCopyGrant",
      s3: "ObjectCopy",
      ssm: "ResourceDataSync",
      ssmincidents: "ReplicationSet",
      ssoadmin: "Region",
      transfer: "Connector",
    },
  },
  {
    found: "starts machines whose disks, metadata and addresses no launch template holds",
    instead: "a launch template, or a NodePool of Karpenter",
    types: {
      // Both are of the past: AWS gives them no new features ("Launch configurations", Auto Scaling; "Spot Fleet", EC2).
      ec2: "LaunchConfiguration SpotFleetRequest",
      drs: "ReplicationConfigurationTemplate",
      imagebuilder: "Component ContainerRecipe DistributionConfiguration ImageRecipe Workflow",
      lambda: "CapacityProvider",
      lightsail:
        "Bucket ContainerService ContainerServiceDeploymentVersion Database Disk Distribution Instance Lb",
      odb: "CloudAutonomousVmCluster CloudExadataInfrastructure CloudVmCluster Network",
      workspaces: "Directory Workspace",
    },
  },
  {
    found: "runs programs where no rule about pods looks",
    instead: "a workload of the cluster",
    types: {
      apprunner: "Service",
      ecs: "Cluster ExpressGatewayService Service TaskDefinition TaskSet",
      elasticbeanstalk: "Environment",
      emrcontainers: "JobTemplate",
      emrserverless: "Application",
      kinesisanalyticsv2: "Application",
      m2: "Application Environment",
      mwaa: "Environment",
      opensearchingest: "Pipeline",
      pipes: "Pipe",
      synthetics: "Canary",
    },
  },
  {
    found: "is a way in that passes neither the edge nor the mesh's gateway",
    instead: "a route of the gateway; the edge is Cloudflare",
    types: {
      apigateway: "MethodSettings",
      appstream: "Fleet ImageBuilder Stack",
      appsync: "ApiCache",
      chime: "SdkvoiceVoiceProfileDomain VoiceConnector",
      cloudfront: "MultitenantDistribution",
      // Argo CD as AWS runs it, which answers on the internet unless it names endpoints.
      eks: "Capability",
      mailmanager: "Archive IngressPoint RuleSet",
      ses: "ReceiptRule",
      transfer: "WebApp",
      verifiedaccess: "Endpoint Group TrustProvider",
      workmail: "Organization",
    },
  },
  {
    found: "makes resources that no rule is shown",
    instead: "the resources themselves",
    types: {
      cloudcontrol: "Resource",
      cloudformation: "Stack StackInstances StackSet StackSetInstance",
      servicecatalog: "ProvisionedProduct",
    },
  },
  {
    found: "a store that no rule about stores knows",
    instead: "a type of policies/shared/stores.ts, or a row there with what encrypts it",
    types: {
      agentregistry: "Registry",
      appconfig: "ConfigurationProfile Deployment",
      appfabric: "AppBundle",
      appflow: "ConnectorProfile Flow",
      appintegrations: "DataIntegration",
      athena: "Database Workgroup",
      auditmanager: "AccountRegistration",
      bedrock:
        "AgentAgent AgentDataSource AgentFlow AgentKnowledgeBase AgentPrompt AgentcoreEvaluator AgentcoreGateway AgentcoreHarness AgentcoreMemory AgentcoreOauth2CredentialProvider AgentcorePolicyEngine AgentcoreTokenVaultCmk CustomModel EvaluationJob Guardrail",
      bedrockmodel: "InvocationJob",
      chimesdkmediapipelines: "MediaInsightsPipelineConfiguration",
      cleanrooms: "Collaboration",
      cloudwatch: "EventArchive EventConnection LogAnomalyDetector",
      codecommit: "Repository",
      codegurureviewer: "RepositoryAssociation",
      codepipeline: "Pipeline",
      comprehend: "DocumentClassifier EntityRecognizer",
      connect: "InstanceStorageConfig",
      customerprofiles: "Domain",
      dataexchange: "EventAction RevisionAssets",
      datazone: "Domain",
      dax: "Cluster",
      devopsguru: "ServiceIntegration",
      elastictranscoder: "Pipeline",
      emr: "Cluster SecurityConfiguration Studio",
      finspace: "KxDatabase KxEnvironment KxVolume",
      fsx: "FileCache",
      glue: "Catalog Connection DataCatalogEncryptionSettings SecurityConfiguration",
      grafana: "Workspace",
      kendra: "Index",
      lex: "BotAlias V2modelsSlotType",
      location: "GeofenceCollection Tracker",
      macie2: "ClassificationExportConfiguration",
      medialive: "Channel",
      mediastore: "Container",
      opensearch: "Application",
      paymentcryptography: "Key",
      qbusiness: "Application",
      qldb: "Ledger",
      rds: "ClusterActivityStream CustomDbEngineVersion",
      rekognition: "StreamProcessor",
      resiliencehub: "V2Policy V2Service V2System",
      // A directory bucket has one zone and no configuration of its own for keys.
      s3: "BucketMetadataConfiguration DirectoryBucket FilesFileSystem",
      s3control: "StorageLensConfiguration",
      sagemaker:
        "Algorithm DataQualityJobDefinition DeviceFleet Domain EndpointConfiguration FeatureGroup FlowDefinition HyperParameterTuningJob LabelingJob ModelCard MonitoringSchedule NotebookInstance TrainingJob UserProfile",
      securityhub: "ConnectorV2",
      securitylake: "DataLake",
      storagegateway:
        "Cache CachesIscsiVolume FileSystemAssociation Gateway NfsFileShare SmbFileShare StoredIscsiVolume TapePool UploadBuffer WorkingStorage",
      timestreaminfluxdb: "DbCluster DbInstance",
      timestreamquery: "ScheduledQuery",
    },
  },
];

/** Every type that is not made, with what speaks against it and what to make instead. */
export const refusedTypes: Readonly<Record<string, Pick<Refusal, "found" | "instead">>> = Object.fromEntries(
  refusals.flatMap(({ types, found, instead }) =>
    Object.entries(types).flatMap(([module, names]) =>
      names
        .split(" ")
        .map((name) => [
          `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
          { found, instead },
        ]),
    ),
  ),
);

/** A field that must have one value, or must not be there. */
interface Bound {
  readonly must?: Must;
  readonly never?: Path;
  readonly fix: string;
}

const ownReplication: Bound = {
  never: ["replicationConfiguration"],
  fix: "set it up by a BucketReplicationConfig, whose destinations and keys are judged",
};

/** Types that are made in one way only. */
export const boundTypes: Readonly<Record<string, Bound>> = {
  "aws:codebuild/reportGroup:ReportGroup": {
    must: { at: ["exportConfig", "type"], be: "NO_EXPORT" },
    fix: "keep reports where they are: exported, they take a key of AWS",
  },
  // Its nodes cannot encrypt what they write; Memcached writes nothing.
  "aws:elasticache/cluster:Cluster": {
    must: { at: ["engine"], be: "memcached" },
    fix: "make a replication group, which encrypts at rest",
  },
  ...Object.fromEntries(bucketTypes.map((type) => [type, ownReplication])),
};
