/** A program that goes wrong in one way, as `wrong:way` in the stack's configuration says. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const ways: Readonly<Record<string, () => unknown>> = {
  oneMode: () => {
    new random.RandomPet("first").id.apply((prefix) => new random.RandomPet("second", { prefix }));
  },
  defaultProvider: () => {
    new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  },
  unanswered: () => {
    const provider = new aws.Provider("aws", { region: "ap-southeast-1" });
    const vpcConfig = { subnetIds: ["subnet-1"] };
    const cluster = new aws.eks.Cluster("cluster", { roleArn: "arn", vpcConfig }, { provider });
    new random.RandomPet("pet", { prefix: cluster.kubernetesNetworkConfig.serviceIpv6Cidr });
  },
  exception: () => {
    throw new Error("boom");
  },
  leak: () => {
    new random.RandomPassword("password", { length: 20 }).result.apply((password) => {
      throw new Error(`the password is ${password}`);
    });
  },
  exit: () => {
    process.exit(3);
  },
  loop: () => {
    for (;;);
  },
  registrations: () => {
    for (let count = 0; ; count++) new random.RandomPet(`pet${count}`);
  },
  prints: () => {
    console.log("a word of the program");
    return { pet: new random.RandomPet("pet").id };
  },
};

function wrong(): unknown {
  return ways[new pulumi.Config("wrong").require("way")]?.();
}

export = wrong;
