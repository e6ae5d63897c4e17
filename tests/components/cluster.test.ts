import { ControlPlane, type ControlPlaneArgs, ClusterAddons, NodeAddons } from "../../components/cluster";
import { eksAddons } from "../../components/facts/addons";
import { kubernetesVersion } from "../../components/facts/kubernetes";
import { allRegions } from "../../components/facts/regions";
import { retention } from "../../components/facts/retention";
import { containsSecret } from "../../preview/engine/values";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const text = (value: unknown): string => String(value);
const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const context = testContext("africa");
const clusterArn = "arn:aws:eks:af-south-1:111122223333:cluster/azora-africa-cluster";
const clusterType = "aws:eks/cluster:Cluster";

function argsFor(changes: Partial<ControlPlaneArgs> = {}): ControlPlaneArgs {
  return {
    context,
    version: kubernetesVersion,
    intraSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
    keyArn: "arn:aws:kms:af-south-1:111122223333:key/internal",
    logsKeyArn: "arn:aws:kms:af-south-1:111122223333:key/operational",
    vpcCidr: context.region.cidr,
    corporateCidrs: [],
    adminRoleArns: [role("admin")],
    deployerRoleArns: [role("deployer")],
    viewerRoleArns: [role("viewer")],
    ...changes,
  };
}

const build = (changes: Partial<ControlPlaneArgs> = {}): Promise<Built> =>
  built(() => new ControlPlane("africa", argsFor(changes)));

describe("the control plane", () => {
  let plane: Built;
  beforeAll(async () => {
    plane = await build({ corporateCidrs: ["192.168.0.0/20"], runnerSecurityGroupId: "sg-runner" });
  });

  test("has its public endpoint off and its private one on", () => {
    expect(plane.inputsOf(clusterType)[0]?.vpcConfig).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
  });

  test("sends all five types of log to a group that we made first, encrypted and kept as long as logs are", () => {
    const [cluster] = plane.ofType(clusterType);
    const group = plane.named("africa-logs");
    expect(cluster?.inputs.enabledClusterLogTypes).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    expect(group.inputs).toMatchObject({
      name: "/aws/eks/azora-africa-cluster/cluster",
      retentionInDays: retention.operationalDays,
      kmsKeyId: argsFor().logsKeyArn,
      deletionProtectionEnabled: true,
    });
    expect(group.protect).toBe(true);
    expect(cluster?.dependencies).toContain(group.urn);
  });

  test("wraps secrets with our key and lets nobody in but by access entries", () => {
    expect(plane.inputsOf(clusterType)[0]).toMatchObject({
      encryptionConfig: { provider: { keyArn: argsFor().keyArn }, resources: ["secrets"] },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
    });
  });

  test("cannot be deleted by mistake, stays on standard support and can leave a zone", () => {
    const [cluster] = plane.ofType(clusterType);
    expect(cluster?.protect).toBe(true);
    expect(cluster?.inputs).toMatchObject({
      deletionProtection: true,
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
    });
  });

  test("answers the VPC, our own networks and the runner on 443, and nobody else", () => {
    const rules = plane.inputsOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(
      rules.map(({ cidrIpv4, referencedSecurityGroupId }) => cidrIpv4 ?? referencedSecurityGroupId),
    ).toEqual(["10.16.0.0/16", "192.168.0.0/20", "sg-runner"]);
    for (const rule of rules) expect(rule).toMatchObject({ ipProtocol: "tcp", fromPort: 443, toPort: 443 });
  });

  test("gives each role one entry and one policy; deployers may install definitions, viewers may look", () => {
    const policies = plane
      .inputsOf("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
      .map(({ principalArn, policyArn }) => [principalArn, text(policyArn).split("/").at(-1)]);
    expect(policies).toEqual([
      [role("admin"), "AmazonEKSClusterAdminPolicy"],
      [role("deployer"), "AmazonEKSClusterAdminPolicy"],
      [role("viewer"), "AmazonEKSViewPolicy"],
    ]);
    expect(plane.ofType("aws:eks/accessEntry:AccessEntry")).toHaveLength(3);
  });

  test("gives a kubeconfig that is a secret and holds no credential", () => {
    const component = plane.ofType("azora:cluster:ControlPlane")[0];
    const kubeconfig = component?.outputs.kubeconfig;
    expect(containsSecret(kubeconfig)).toBe(true);
    const text = JSON.stringify(kubeconfig);
    expect(text).toContain("get-token");
    expect(text).not.toMatch(/\\"(token|password|client-key-data)\\":/);
  });

  test("registers every output under its name", () => {
    expect(Object.keys(plane.ofType("azora:cluster:ControlPlane")[0]?.outputs ?? {}).sort()).toEqual([
      "certificateAuthority",
      "clusterArn",
      "clusterName",
      "endpoint",
      "kubeconfig",
      "oidcIssuerUrl",
      "oidcProviderArn",
      "securityGroupId",
    ]);
  });

  test("lets AWS assume its role for this account only", () => {
    expect(statementsOf(plane.named("africa-role").inputs.assumeRolePolicy)).toMatchObject([
      {
        Principal: { Service: "eks.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
  });

  test.each([
    [{ version: "1.29" }, 'ControlPlane.version is "1.29"; allowed: 1.34, 1.35, 1.36'],
    [
      { corporateCidrs: ["0.0.0.0/0"] },
      'ControlPlane.corporateCidrs is "0.0.0.0/0"; allowed: a network of ours, never everyone',
    ],
    [
      { adminRoleArns: ["admin"] },
      'ControlPlane.adminRoleArns is "admin"; allowed: arn:aws:iam::<account>:role/<name>',
    ],
  ])("refuses %j before anything is made", async (changes, message) => {
    expect(await refusal(() => new ControlPlane("africa", argsFor(changes)))).toBe(message);
  });
});

describe("the add-ons before nodes", () => {
  let addons: Built;
  beforeAll(async () => {
    addons = await built(
      () => new NodeAddons("africa", { context, clusterName: "azora-africa-cluster", clusterArn }),
    );
  });
  const configurationOf = (name: string): unknown =>
    JSON.parse(text(addons.named(`africa-${name}`).inputs.configurationValues));

  test("are the network, service addresses and pods' identities, at their pinned versions", () => {
    const installed = addons
      .inputsOf("aws:eks/addon:Addon")
      .map(({ addonName, addonVersion }) => `${text(addonName)} ${text(addonVersion)}`);
    expect(installed.sort()).toEqual(
      [eksAddons.vpcCni, eksAddons.podIdentityAgent, eksAddons.kubeProxy]
        .map(({ addon, version }) => `${addon} ${version}`)
        .sort(),
    );
  });

  test("hand out prefixes, enforce network policies and keep pods' addresses towards every region", () => {
    expect(configurationOf("vpc-cni")).toEqual({
      enableNetworkPolicy: "true",
      env: {
        ENABLE_PREFIX_DELEGATION: "true",
        WARM_PREFIX_TARGET: "1",
        AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
        AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: allRegions()
          .map(({ cidr }) => cidr)
          .join(","),
      },
    });
  });

  test("give the network plugin a role of its own, through Pod Identity of this cluster", () => {
    expect(addons.named("africa-vpc-cni").inputs).toMatchObject({
      podIdentityAssociations: [{ serviceAccount: "aws-node" }],
    });
    const [trust] = addons.inputsOf("aws:iam/role:Role");
    expect(statementsOf(trust?.assumeRolePolicy)).toMatchObject([
      {
        Principal: { Service: "pods.eks.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": clusterArn } },
      },
    ]);
  });
});

describe("the add-ons that need nodes", () => {
  let addons: Built;
  const keyArn = argsFor().keyArn;
  const personalKeyArn = "arn:aws:kms:af-south-1:111122223333:key/personal";
  beforeAll(async () => {
    addons = await built(() => {
      const before = new NodeAddons("first", { context, clusterName: "azora-africa-cluster", clusterArn });
      new ClusterAddons("africa", {
        context,
        clusterName: "azora-africa-cluster",
        clusterArn,
        keyArn,
        otherKeyArns: [personalKeyArn],
        after: [before],
      });
    });
  });

  test("are DNS, volumes and snapshots, and wait for what they were told to wait for", () => {
    const vpcCni = addons.named("first-vpc-cni").urn;
    for (const name of ["coredns", "aws-ebs-csi-driver", "snapshot-controller"]) {
      expect(addons.named(`africa-${name}`).dependencies).toContain(vpcCni);
    }
  });

  test("make every volume encrypted with our key, where its pod runs, and keep it", () => {
    expect(addons.named("africa-storage-class").inputs).toMatchObject({
      metadata: {
        name: "gp3-encrypted",
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: keyArn },
      volumeBindingMode: "WaitForFirstConsumer",
      reclaimPolicy: "Retain",
      allowVolumeExpansion: true,
    });
  });

  test("let the volume driver use that key and those of other classes, only through EC2", () => {
    const [policy] = addons.inputsOf("aws:iam/rolePolicy:RolePolicy");
    for (const statement of statementsOf(policy?.policy)) {
      expect(statement).toMatchObject({
        Resource: [keyArn, personalKeyArn],
        Condition: { StringEquals: { "kms:ViaService": "ec2.af-south-1.amazonaws.com" } },
      });
    }
  });

  test("tag the volumes that pods ask for", () => {
    const configuration = JSON.parse(
      text(addons.named("africa-aws-ebs-csi-driver").inputs.configurationValues),
    ) as { controller: { extraVolumeTags: Record<string, string> } };
    expect(configuration.controller.extraVolumeTags).toMatchObject({ owner: "platform@azora.example" });
  });
});
