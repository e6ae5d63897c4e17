import { accessEntriesFor, type ClusterAccess } from "../../components/cluster/accessEntries";

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

function accessOf(changes: Partial<ClusterAccess> = {}): ClusterAccess {
  return {
    adminRoleArns: [role("admin")],
    deployerRoleArns: [role("ci/deployer")],
    viewerRoleArns: [role("viewer")],
    ...changes,
  };
}

describe("access entries", () => {
  test("are one a role, named after it", () => {
    expect(accessEntriesFor(accessOf()).map(({ kind, label }) => `${kind} ${label}`)).toEqual([
      "admin admin",
      "deployer deployer",
      "viewer viewer",
    ]);
  });

  test("refuse a user, who would have long-lived keys", () => {
    const user = "arn:aws:iam::111122223333:user/jane";
    expect(() => accessEntriesFor(accessOf({ adminRoleArns: [user] }))).toThrow(
      `ControlPlane.adminRoleArns is "${user}"; allowed: arn:aws:iam::<account>:role/<name>`,
    );
  });

  test("refuse a role that two lists name", () => {
    expect(() => accessEntriesFor(accessOf({ viewerRoleArns: [role("admin")] }))).toThrow(
      `ControlPlane.viewerRoleArns is "${role("admin")}"; allowed: a role that no other list names; EKS keeps one entry a role`,
    );
  });
});
