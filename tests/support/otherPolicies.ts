/** What the SDK calls a policy and is none about who may use a resource. */

/** Names of fields that hold a word, a switch or a map of settings: they let nobody in. */
export const settings: readonly string[] =
  `accessControlPolicy actionFailurePolicy alpnPolicy archivePolicy autoExportPolicy autoImportPolicy autoScalingPolicy
  autoTerminationPolicy autoscalingPolicy backupPolicy blockPublicPolicy blueGreenUpdatePolicy browserPolicy
  cidrRoutingPolicy clientPolicy configurationPolicy contentSecurityPolicy createBasePolicy dataDeletionPolicy
  defaultPolicy deletePropagationPolicy deliveryPolicy dnsPolicy dnsRecordClientRoutingPolicy enterprisePolicies
  excessCapacityTerminationPolicy failoverRoutingPolicies fairSharePolicy filterPolicy firewallPolicy
  forceDetachPolicies gameServerProtectionPolicy geolocationRoutingPolicies geoproximityRoutingPolicy httpsPolicy
  idlePolicy imagePullPolicy inlinePolicies instanceLifecyclePolicy instanceMaintenancePolicy instanceReusePolicy
  languageSelectionPolicy latencyRoutingPolicies lfTagPolicies lfTagPolicy lifecyclePolicies lifecyclePolicy
  mixedInstancesPolicy multivalueAnswerRoutingPolicy networkAclCommonPolicy networkFirewallPolicy
  newGameSessionProtectionPolicy notificationPolicy originProtocolPolicy paddingPolicy passwordPolicy
  permissionPolicy pitPolicies playerLatencyPolicies policies protocolPolicy pullRequestBuildPolicy recrawlPolicy
  redriveAllowPolicy redrivePolicy referrerPolicy replayPolicy resourceCreationLimitPolicy restartPolicy
  retentionPolicy retryPolicy rollingUpdatePolicy routingPolicy scaleInPolicy scaleOutPolicy
  scalingPolicies schemaChangePolicy securityPolicy signInPolicy sizingPolicy snapshotPolicy sslPolicy
  streamExceptionPolicy terminationPolicies thirdPartyFirewallPolicy tieringPolicy tlsPolicy tlsSecurityPolicy
  updatePolicy upgradePolicy userContextPolicy viewerProtocolPolicy webAppEndpointPolicy weightedRoutingPolicies`
    .split(/\s+/)
    .sort();

const narrows = "takes rights away from a role that is judged";
const ownLanguage = "is in a language of its own, and says nothing of principals";

/** Types with a document that no rule about resources' policies reads, each with the reason. */
export const otherPolicies: Readonly<Record<string, string>> = {
  "aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule": ownLanguage,
  "aws:cfg/rule:Rule": ownLanguage,
  "aws:cloudformation/stack:Stack": "says which resources of the stack an update may change",
  "aws:cloudwatch/logAccountPolicy:LogAccountPolicy": ownLanguage,
  "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": ownLanguage,
  "aws:cloudwatch/logIndexPolicy:LogIndexPolicy": ownLanguage,
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ownLanguage,
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": narrows,
  "aws:iot/policyAttachment:PolicyAttachment": "names a policy that is judged",
  "aws:networkmanager/coreNetwork:CoreNetwork": ownLanguage,
  "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment": ownLanguage,
  "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy":
    "is in a language of its own, which names principals by their ARN and has no word for everybody",
  "aws:opensearch/serverlessLifecyclePolicy:ServerlessLifecyclePolicy": ownLanguage,
  "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy":
    "is about keys and networks, in a language of its own",
  "aws:ram/permission:Permission": "says what those may do with whom something is shared, not who they are",
  "aws:resiliencehub/resiliencyPolicy:ResiliencyPolicy": "is a map of times to recover",
  "aws:rolesanywhere/profile:Profile": narrows,
  "aws:ses/receiptFilter:ReceiptFilter": "is Allow or Block, for the addresses of mail servers",
  "aws:sns/dataProtectionPolicy:DataProtectionPolicy": ownLanguage,
  "aws:transfer/access:Access": narrows,
  "aws:transfer/user:User": narrows,
  "aws:verifiedaccess/endpoint:Endpoint": ownLanguage,
  "aws:verifiedaccess/group:Group": ownLanguage,
};
