/**
 * The CI runner inside a region's network.
 *
 * Machines: "Build environment compute modes and types", AWS CodeBuild user guide (read 2026-11).
 */
export const runner = {
  /** A first `up` waits for a cluster and its add-ons, which takes under an hour; twice that. */
  jobTimeoutMinutes: 120,
  /** A job may wait for one deployment before it. */
  queueTimeoutMinutes: 60,
} as const;

/**
 * Workflows of `.github/workflows/` whose jobs the runner takes, by their `name:`. None of them may start on a pull
 * request, whose author could then write what runs inside a region's network.
 */
export const runnerWorkflows = ["deploy", "preview"] as const;

/** What a job runs on. */
export const runnerMachine = {
  type: "LINUX_CONTAINER",
  /** 7 GB hold a plan of all stacks. */
  computeType: "BUILD_GENERAL1_MEDIUM",
  image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
  /** Why it is x86. */
  reason:
    "CodeBuild documents no Arm container in af-south-1, and one image serves the runners of every region",
} as const;

/** vCPU by CodeBuild's compute type. */
export const buildVcpu: Readonly<Record<string, number>> = {
  BUILD_GENERAL1_SMALL: 2,
  BUILD_GENERAL1_MEDIUM: 4,
  BUILD_GENERAL1_LARGE: 8,
  BUILD_GENERAL1_XLARGE: 36,
  BUILD_GENERAL1_2XLARGE: 72,
};
