import { rule } from "../../../../policies/compliance/rules/encryptDisks";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { change, keyOf, storeTags } from "../../../support/stores";

const wanted = "a customer key of class internal";

/** A disk by itself, or a copy of one. */
const disk = (type: string, props: object): Fixture => ({
  type,
  props: { encrypted: true, kmsKeyId: "alias/azora/europe/internal", ...props, tags: storeTags("internal") },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    disk("aws:ebs/volume:Volume", { availabilityZone: "eu-central-1a", size: 20 }),
    disk("aws:ebs/snapshotCopy:SnapshotCopy", { sourceRegion: "sa-east-1", sourceSnapshotId: unknown }),
    disk("aws:ebs/snapshotImport:SnapshotImport", {}),
    disk("aws:ec2/amiCopy:AmiCopy", { sourceAmiRegion: "sa-east-1", sourceAmiId: unknown }),
    {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      name: "template",
      props: {
        blockDeviceMappings: [
          { deviceName: "/dev/xvda", ebs: { encrypted: "true", kmsKeyId: unknown, volumeSize: 4 } },
          { deviceName: "/dev/xvdb", ebs: { encrypted: "true", kmsKeyId: unknown, volumeSize: 50 } },
          { deviceName: "/dev/sdc", virtualName: "ephemeral0" },
        ],
        tagSpecifications: [
          { resourceType: "instance", tags: storeTags("operational") },
          { resourceType: "volume", tags: storeTags("internal") },
        ],
        tags: storeTags("operational"),
      },
      from: { blockDeviceMappings: ["internal-key"] },
    },
    // Without tags for its volumes a template's own say what they hold.
    {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: {
        blockDeviceMappings: [
          { deviceName: "/dev/xvda", ebs: { encrypted: true, kmsKeyId: "alias/azora/europe/internal" } },
        ],
        tags: storeTags("internal"),
      },
    },
    {
      type: "aws:ec2/instance:Instance",
      props: {
        rootBlockDevice: { encrypted: true, kmsKeyId: "alias/azora/europe/internal" },
        ebsBlockDevices: [
          { deviceName: "/dev/sdb", encrypted: true, kmsKeyId: "alias/azora/europe/internal" },
        ],
        tags: storeTags("internal"),
      },
    },
    {
      type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
      props: { launchTemplate: { id: unknown }, tags: storeTags("internal") },
      from: { launchTemplate: ["template"] },
    },
    {
      type: "aws:eks/nodeGroup:NodeGroup",
      props: { launchTemplate: { id: unknown, version: unknown }, tags: storeTags("internal") },
    },
    { type: "aws:ebs/encryptionByDefault:EncryptionByDefault", props: { enabled: true } },
    {
      type: "aws:ebs/defaultKmsKey:DefaultKmsKey",
      props: { keyArn: unknown },
      from: { keyArn: ["internal-key"] },
    },
    keyOf("internal"),
    keyOf("personal"),
  ],
  mutations: [
    ...["volume", "copy of a snapshot", "imported snapshot", "copy of an image"].flatMap((what, resource) => [
      {
        name: `a plain ${what}`,
        resource,
        path: "encrypted",
        to: false,
        finding: { path: "encrypted", found: "false", wanted: "true" },
      },
      {
        name: `a ${what} without a key`,
        resource,
        path: "kmsKeyId",
        to: absent,
        finding: { path: "kmsKeyId", found: "absent", wanted },
      },
    ]),
    change(0, "a volume of which it is not known whether it is encrypted", "encrypted", unknown, {
      path: "encrypted",
      state: "undecided",
    }),
    change(0, "a volume whose key is not known", "kmsKeyId", unknown, {
      path: "kmsKeyId",
      state: "undecided",
    }),
    change(0, "a volume with the key of AWS", "kmsKeyId", "alias/aws/ebs", {
      path: "kmsKeyId",
      found: '"alias/aws/ebs"',
      wanted,
    }),
    change(4, "a template with a plain disk", "blockDeviceMappings[1].ebs.encrypted", "false", {
      path: "blockDeviceMappings[1].ebs.encrypted",
      found: '"false"',
      wanted: "true",
    }),
    change(4, "a template with a disk without a key", "blockDeviceMappings[1].ebs.kmsKeyId", absent, {
      path: "blockDeviceMappings[1].ebs.kmsKeyId",
      found: "absent",
      wanted,
    }),
    change(4, "a template with the key of another class", "@from.blockDeviceMappings", ["personal-key"], {
      path: "blockDeviceMappings[0].ebs.kmsKeyId",
      found: "personal-key, a key of class personal",
      wanted,
    }),
    change(4, "a template whose key comes from nowhere", "@from.blockDeviceMappings", [], {
      path: "blockDeviceMappings[0].ebs.kmsKeyId",
      state: "undecided",
    }),
    change(4, "a template that names no disk", "blockDeviceMappings", absent, {
      path: "blockDeviceMappings",
      found: "no disk",
      wanted: "a disk with a customer key",
    }),
    change(4, "a template whose disks are not known", "blockDeviceMappings", unknown, {
      path: "blockDeviceMappings",
      state: "undecided",
    }),
    change(4, "volumes of another class than their key", "tagSpecifications[1].tags.data-class", "personal", {
      path: "blockDeviceMappings[0].ebs.kmsKeyId",
      found: "internal-key, a key of class internal",
      wanted: "a customer key of class personal",
    }),
    change(
      5,
      "a template whose volumes are said to be of another class than its key",
      "tagSpecifications",
      [{ resourceType: "volume", tags: storeTags("audit") }],
      { path: "blockDeviceMappings[0].ebs.kmsKeyId", wanted: "a customer key of class audit" },
    ),
    change(6, "a machine with a plain root disk", "rootBlockDevice.encrypted", absent, {
      path: "rootBlockDevice.encrypted",
      found: "absent",
      wanted: "true",
    }),
    change(6, "a machine that does not name its root disk", "rootBlockDevice", absent, {
      path: "rootBlockDevice",
      found: "no disk",
      wanted: "a disk with a customer key",
    }),
    change(6, "a machine whose root disk is not known", "rootBlockDevice", unknown, {
      path: "rootBlockDevice",
      state: "undecided",
    }),
    change(6, "a machine with a plain further disk", "ebsBlockDevices[0].encrypted", false, {
      path: "ebsBlockDevices[0].encrypted",
      found: "false",
      wanted: "true",
    }),
    change(7, "a spot machine with neither disk nor template", "launchTemplate", absent, {
      path: "rootBlockDevice",
      found: "no disk",
      wanted: "a disk with a customer key",
    }),
    change(8, "nodes without a template", "launchTemplate", absent, {
      path: "launchTemplate",
      found: "absent",
      wanted: "a launch template",
    }),
    change(8, "nodes whose template is not known", "launchTemplate", unknown, {
      path: "launchTemplate",
      state: "undecided",
    }),
    change(9, "plain disks by default", "enabled", false, {
      path: "enabled",
      found: "false",
      wanted: "true",
    }),
    change(10, "a default key of another class", "@from.keyArn", ["personal-key"], {
      path: "keyArn",
      found: "personal-key, a key of class personal",
      wanted,
    }),
    change(10, "a default key that comes from nowhere", "@from.keyArn", [], {
      path: "keyArn",
      state: "undecided",
    }),
  ],
  survivors: [
    {
      path: "blockDeviceMappings[*]",
      why: "which disks an image has is not in the plan; those that are named are judged",
    },
    ...["tagSpecifications", "tagSpecifications[*]", "tagSpecifications[*].resourceType"].map((path) => ({
      path,
      why: "without them the template's own tags say what the volumes hold, which is the same",
    })),
  ],
};
