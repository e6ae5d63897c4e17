import { kubernetesVersion } from "../../components/facts/kubernetes";
import { crossChecks } from "../../scripts/verify/aws/crossChecks";
import { judge, type LintMatch } from "../../scripts/verify/aws/findings";
import { planned, plantedMistakes, planOf, soundResources } from "../../scripts/verify/aws/planted";
import { planFrom } from "../../scripts/verify/aws/plan";
import { neverJudged, reportLines } from "../../scripts/verify/aws/report";
import { suppressions } from "../../scripts/verify/aws/suppressions";
import { entries, table } from "../../scripts/verify/aws/table";
import { convertPlan, logicalId, templateBody, type Template } from "../../scripts/verify/aws/template";
import type { PlannedResource } from "../../preview/plan";

const bucketType = "aws:s3/bucket:Bucket";
const bucket = planned(bucketType, "data", { bucket: "azora-data", forceDestroy: false });
const trust = '{"Version":"2012-10-17","Statement":[]}';
const role = planned("aws:iam/role:Role", "reader", { name: "reader", assumeRolePolicy: trust });

/** The only template of a plan of these resources. */
function template(...resources: PlannedResource[]): Template {
  const [made, ...others] = convertPlan(planOf(resources), table).templates;
  if (made === undefined || others.length > 0) throw new Error("there is not exactly one template");
  return made;
}

const propertiesOf = (made: Template, resource: PlannedResource) =>
  made.resources[logicalId(resource.urn)]?.properties;

const match = (Id: string, Path: (string | number)[], Message = "wrong"): LintMatch => ({
  Rule: { Id },
  Message,
  Location: { Path },
});

describe("the table", () => {
  it("has each Pulumi type once", () => {
    expect(table.size).toBe(entries.length);
  });

  it("folds only into types that have a row", () => {
    const wholes = entries.flatMap((entry) => (entry.kind === "fold" ? [entry.into] : []));
    expect(wholes.filter((type) => table.get(type)?.kind !== "row")).toEqual([]);
  });

  it("gives a reason for every type without a counterpart", () => {
    const reasons = entries.flatMap((entry) => (entry.kind === "without" ? [entry.reason] : []));
    expect(reasons.filter((reason) => reason.trim() === "")).toEqual([]);
  });
});

describe("templates", () => {
  it("are one for each stack and region", () => {
    const abroad = planned(bucketType, "abroad", { bucket: "b", region: "eu-central-1" });
    const { stacks } = planOf([bucket, abroad]);
    const { templates } = convertPlan({ stacks: { ...stacks, ...planOf([], "x", "empty").stacks } }, table);
    expect(templates.map(({ stack, region }) => `${stack} ${region}`)).toEqual([
      "africa af-south-1",
      "africa eu-central-1",
    ]);
  });

  it("hold what CloudFormation reads", () => {
    expect(templateBody(template(bucket))).toEqual({
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: {
        [logicalId(bucket.urn)]: { Type: "AWS::S3::Bucket", Properties: { BucketName: "azora-data" } },
      },
    });
  });

  it("name resources by letters and digits, the same way every time", () => {
    const id = logicalId("urn:pulumi:africa::azora::aws:ec2/vpc:Vpc::network-vpc");
    expect(id).toMatch(/^NetworkVpc[0-9a-f]{10}$/);
    expect(logicalId("urn:pulumi:africa::azora::aws:ec2/vpc:Vpc::network-vpc")).toBe(id);
    expect(logicalId("urn:pulumi:europe::azora::aws:ec2/vpc:Vpc::network-vpc")).not.toBe(id);
  });

  it("fill in what CloudFormation requires and AWS would choose", () => {
    const group = planned("aws:ec2/securityGroup:SecurityGroup", "group", {});
    expect(propertiesOf(template(group), group)).toEqual({ GroupDescription: "Managed by Pulumi" });
  });

  it("put inline ACL rules into resources of their own", () => {
    const rule = {
      ruleNo: 10,
      action: "allow",
      protocol: "tcp",
      cidrBlock: "0.0.0.0/0",
      fromPort: 443,
      toPort: 443,
    };
    const acl = planned("aws:ec2/networkAcl:NetworkAcl", "acl", {
      vpcId: "vpc-0",
      ingress: [rule],
      egress: [],
    });
    const entry = Object.values(template(acl).resources).find(
      ({ cfn }) => cfn === "AWS::EC2::NetworkAclEntry",
    );
    expect(entry?.properties).toMatchObject({
      Egress: false,
      Protocol: 6,
      RuleAction: "allow",
      RuleNumber: 10,
      PortRange: { From: 443, To: 443 },
    });
  });

  it("make one security-group rule for each end that a rule lists", () => {
    const ingress = [{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] }];
    const group = planned("aws:ec2/securityGroup:SecurityGroup", "group", { description: "d", ingress });
    expect(propertiesOf(template(group), group)?.SecurityGroupIngress).toEqual([
      { IpProtocol: "tcp", FromPort: 1, ToPort: 1, CidrIp: "10.0.0.0/8" },
      { IpProtocol: "tcp", FromPort: 1, ToPort: 1, CidrIp: "10.1.0.0/16" },
    ]);
  });
});

describe("parts of a resource", () => {
  it("fold into the one that their link names", () => {
    const versioning = planned("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
      bucket: "azora-data",
      versioningConfiguration: { status: "Enabled" },
    });
    expect(propertiesOf(template(bucket, versioning), bucket)).toEqual({
      BucketName: "azora-data",
      VersioningConfiguration: { Status: "Enabled" },
    });
  });

  it("append to its lists", () => {
    const attach = (name: string) =>
      planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, {
        role: "reader",
        policyArn: `arn:aws:iam::aws:policy/${name}`,
      });
    expect(propertiesOf(template(role, attach("A"), attach("B")), role)?.ManagedPolicyArns).toEqual([
      "arn:aws:iam::aws:policy/A",
      "arn:aws:iam::aws:policy/B",
    ]);
  });

  it("become whole elements of a list", () => {
    const principalArn = "arn:aws:iam::111122223333:role/admin";
    const entry = planned("aws:eks/accessEntry:AccessEntry", "admin", { clusterName: "c", principalArn });
    const policy = planned("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "policy", {
      clusterName: "c",
      principalArn,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "cluster" },
    });
    expect(propertiesOf(template(entry, policy), entry)?.AccessPolicies).toEqual([
      {
        PolicyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        AccessScope: { Type: "cluster" },
      },
    ]);
  });

  it("find their whole through a dependency where no value names it", () => {
    const key = planned("aws:kms/key:Key", "key", {});
    const policy = planned("aws:kms/keyPolicy:KeyPolicy", "policy", { keyId: "mrk-1", policy: '{"a":1}' });
    const made = template(key, { ...policy, dependencies: [key.urn] });
    expect(propertiesOf(made, key)).toEqual({ KeyPolicy: { a: 1 } });
  });

  it("are skipped, with the reason, when their whole is elsewhere", () => {
    const versioning = planned("aws:s3/bucketVersioning:BucketVersioning", "versioning", { bucket: "other" });
    const { skipped, judged } = convertPlan(planOf([bucket, versioning]), table);
    expect(judged).toEqual([bucket.urn]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      `the ${bucketType} that it is a part of is not in the stack`,
    ]);
  });
});

describe("what cannot be judged is counted", () => {
  it("by type and field", () => {
    const strange = planned("aws:new/thing:Thing", "thing", {});
    const grant = planned("aws:kms/grant:Grant", "grant", {});
    const late = planned(bucketType, "late", { bucket: "late", newField: 1 });
    const conversions = convertPlan(planOf([bucket, strange, grant, late]), table);
    const { skipped, unmapped, absent } = conversions;
    expect(skipped.map(({ type, reason }) => `${type}: ${reason}`)).toEqual([
      "aws:new/thing:Thing: not in the table",
      "aws:kms/grant:Grant: CloudFormation makes no grants",
    ]);
    expect([...unmapped]).toEqual([[`${bucketType} newField`, 1]]);
    expect([...absent]).toEqual([[`${bucketType} forceDestroy: how Pulumi deletes`, 1]]);
    // Only what nobody has thought of fails where CI is strict.
    expect(neverJudged(conversions)).toEqual(["aws:new/thing:Thing", `${bucketType} newField`]);
    expect(neverJudged(convertPlan(planOf([bucket, grant]), table))).toEqual([]);
  });
});

describe("findings", () => {
  it("name the URN and the field of Pulumi's", () => {
    const made = template(role);
    const path = ["Resources", logicalId(role.urn), "Properties", "AssumeRolePolicyDocument", "Statement", 0];
    expect(judge(made, [match("E3512", path, "'Alow' is not allowed")], []).findings).toEqual([
      {
        rule: "E3512",
        urn: role.urn,
        field: "assumeRolePolicy",
        property: "AWS::IAM::Role AssumeRolePolicyDocument.Statement[0]",
        message: "'Alow' is not allowed",
      },
    ]);
  });

  it("name the part where the mistake is a part's", () => {
    const part = planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "part", {
      role: "reader",
      policyArn: "x",
    });
    const made = template(role, part);
    const path = ["Resources", logicalId(role.urn), "Properties", "ManagedPolicyArns", 0];
    expect(judge(made, [match("E1156", path)], []).findings).toMatchObject([
      { urn: part.urn, field: "policyArn" },
    ]);
  });

  it("name the whole resource where no field is at fault", () => {
    const path = ["Resources", logicalId(bucket.urn), "Properties"];
    expect(judge(template(bucket), [match("E3003", path)], []).findings).toMatchObject([
      { urn: bucket.urn, field: "" },
    ]);
  });

  it("do not blame a resource for a property left out as a secret", () => {
    const secret = planned("aws:kms/alias:Alias", "alias", {
      name: "alias/a",
      targetKeyId: { $secret: true },
    });
    const path = ["Resources", logicalId(secret.urn), "Properties"];
    const missing = match("E3003", path, "'TargetKeyId' is a required property");
    expect(judge(template(secret), [missing], []).findings).toEqual([]);
  });

  it("of the template as a whole are not lost", () => {
    const { findings } = judge(template(bucket), [match("E0000", [])], []);
    expect(findings).toMatchObject([{ rule: "E0000", urn: "template of stack africa in af-south-1" }]);
  });

  it("are suppressed by rule, type and message only, and counted", () => {
    const only = { rule: "E1", cfn: "AWS::S3::Bucket", message: /harmless/, reason: "for the test" };
    const path = ["Resources", logicalId(bucket.urn), "Properties"];
    const made = template(bucket);
    const { findings, suppressed } = judge(
      made,
      [match("E1", path, "harmless"), match("E1", path, "bad"), match("E2", path, "harmless")],
      [only],
    );
    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual(["E1 bad", "E2 harmless"]);
    expect([...suppressed]).toEqual([[only, 1]]);
  });

  it("are suppressed for a reason, each rule once", () => {
    expect(suppressions.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});

describe("the report", () => {
  it("ends with the counts of resources", () => {
    const conversions = convertPlan(planOf([bucket, role, planned("aws:kms/grant:Grant", "g", {})]), table);
    const finding = {
      rule: "E1",
      urn: role.urn,
      field: "name",
      property: "AWS::IAM::Role RoleName",
      message: "bad",
    };
    const lines = reportLines({ conversions, findings: [finding, finding], suppressed: new Map() });
    expect(lines.at(-1)).toBe("1 passed, 1 failed, 1 skipped");
    expect(lines).toContain(`  E1 ${role.urn}`);
    expect(lines).toContain("      name (AWS::IAM::Role RoleName): bad");
  });
});

describe("the plan that is made", () => {
  const json = JSON.stringify(planOf([bucket]));
  const made = (status: number | null, stdout: string): [boolean, string[]] => {
    const said: string[] = [];
    return [planFrom({ status, stdout }, (line) => said.push(line)) !== undefined, said];
  };

  it("is judged when it is clean, and when the gates refuse it", () => {
    expect(made(0, json)).toEqual([true, []]);
    expect(made(1, json)).toEqual([
      true,
      ["the gates refuse this plan (npm start shows why); its values are judged all the same"],
    ]);
  });

  it.each([
    [1, "", "no plan could be made (npm start ended with 1)"],
    [2, json, "no plan could be made (npm start ended with 2)"],
    [null, json.slice(0, 20), "no plan could be made (npm start ended with a signal)"],
  ])("is said to be missing when it is: exit %j", (status, stdout, words) => {
    expect(made(status, stdout)).toEqual([false, [words]]);
  });
});

describe("Kubernetes versions", () => {
  it("are those that facts know", () => {
    const cluster = (name: string, version: string): PlannedResource =>
      planned("aws:eks/cluster:Cluster", name, { version });
    const plan = planOf([cluster("good", kubernetesVersion), cluster("bad", "1.99")]);
    const found = crossChecks(plan).filter(({ rule }) => rule === "kubernetes-version");
    expect(found.map(({ urn, field }) => `${urn.split("::").at(-1) ?? ""} ${field}`)).toEqual([
      "bad version",
    ]);
  });
});

describe("the planted mistakes", () => {
  it("reach the linter unchanged", () => {
    const { templates, judged, problems } = convertPlan(
      planOf([...plantedMistakes.map(({ resource }) => resource), ...soundResources]),
      table,
    );
    const text = JSON.stringify(templates.map(templateBody));
    for (const bad of ["s3:GetObjekt", "Alow", '"arn:aws:s3"', "m7g.hug", "Azora_Africa", "10.16.0.0/33"]) {
      expect(text).toContain(bad);
    }
    expect(judged).toHaveLength(plantedMistakes.length + soundResources.length);
    expect(problems).toEqual([]);
  });
});
