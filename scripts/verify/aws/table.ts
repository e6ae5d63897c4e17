/** Every AWS type of Pulumi's that `npm run verify -- aws` knows; a later room adds its types to a file of `tables/`. */
import type { Entry } from "./rows";
import { backup } from "./tables/backup";
import { certificates } from "./tables/certificates";
import { codebuild } from "./tables/codebuild";
import { compute } from "./tables/compute";
import { cost } from "./tables/cost";
import { ecr } from "./tables/ecr";
import { eks } from "./tables/eks";
import { elbv2 } from "./tables/elbv2";
import { iam } from "./tables/iam";
import { kms } from "./tables/kms";
import { logs } from "./tables/logs";
import { messaging } from "./tables/messaging";
import { organizations } from "./tables/organizations";
import { route53 } from "./tables/route53";
import { s3 } from "./tables/s3";
import { transitGateway } from "./tables/transitGateway";
import { vpc } from "./tables/vpc";

export const entries: readonly Entry[] = [
  ...iam,
  ...kms,
  ...vpc,
  ...compute,
  ...transitGateway,
  ...eks,
  ...s3,
  ...ecr,
  ...messaging,
  ...organizations,
  ...logs,
  ...elbv2,
  ...route53,
  ...codebuild,
  ...certificates,
  ...cost,
  ...backup,
];

export const table: ReadonlyMap<string, Entry> = new Map(entries.map((entry) => [entry.pulumi, entry]));
