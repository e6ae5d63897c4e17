import { interfaceEndpoints } from "../../components/facts/network";
import { endpointStatements } from "../../components/network/endpointPolicies";
import { testContext } from "../support/testContext";

const context = testContext("europe");

test.each([...interfaceEndpoints.map(({ service }) => service), "s3", "dynamodb"])(
  "the endpoint of %s lets strangers' credentials do nothing but read image layers or bring a web identity",
  (service) => {
    for (const statement of endpointStatements(service, context)) {
      const equals = statement.Condition?.["StringEquals"] ?? {};
      const own = equals["aws:PrincipalAccount"] === context.accountId;
      if (!own) expect(["ImageLayers", "WebIdentities"]).toContain(statement.Sid);
    }
  },
);

test("image layers of ECR and registry.k8s.io can be read through the S3 endpoint, in the region's own buckets", () => {
  const layers = endpointStatements("s3", context).find(({ Sid }) => Sid === "ImageLayers");
  expect(layers).toMatchObject({
    Action: "s3:GetObject",
    Resource: [
      "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
      "arn:aws:s3:::prod-registry-k8s-io-eu-central-1/*",
    ],
  });
});

test("own credentials cannot carry data to a bucket of another account", () => {
  const [own] = endpointStatements("s3", context);
  expect(own?.Condition).toEqual({
    StringEquals: { "aws:PrincipalAccount": context.accountId, "aws:ResourceAccount": context.accountId },
  });
});

test("a web identity gets roles of this account only", () => {
  const identities = endpointStatements("sts", context).find(({ Sid }) => Sid === "WebIdentities");
  expect(identities?.Principal).toBe("*");
  expect(identities?.Action).toBe("sts:AssumeRoleWithWebIdentity");
  expect(identities?.Condition).toEqual({ StringEquals: { "aws:ResourceAccount": context.accountId } });
});
