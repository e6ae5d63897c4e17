/**
 * Services that AWS runs in one region for the whole account; the stack that joins the regions may use them there.
 *
 * Source: "AWS service endpoints", docs.aws.amazon.com/general/latest/gr (read 2026-11).
 */
export const northVirginia = {
  awsRegion: "us-east-1",
  /** Modules of @pulumi/aws, each with why its resources may stand there. */
  modules: {
    acm: "CloudFront takes certificates from there only",
    bcmdata: "billing exports have one endpoint",
    budgets: "budgets have one endpoint",
    cloudfront: "CloudFront has one endpoint",
    cloudwatch: "metrics of billing, CloudFront and Route 53 are published there",
    costexplorer: "Cost Explorer has one endpoint",
    cur: "cost and usage reports have one endpoint",
    route53: "query logs of public zones are written there",
    shield: "Shield has one endpoint",
    sns: "alarms on the metrics there can notify topics there only",
    wafv2: "web ACLs of CloudFront are made there",
  },
} as const satisfies { readonly awsRegion: string; readonly modules: Readonly<Record<string, string>> };
