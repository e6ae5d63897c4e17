import type * as aws from "@pulumi/aws";
import { alike, json, list, none, object, tagMap, to, type Fields } from "../fields";
import { fold, row, type Entry } from "../rows";

type Vault = aws.backup.VaultArgs;
type AirGapped = aws.backup.LogicallyAirGappedVaultArgs;
type Plan = aws.backup.PlanArgs;
type Rule = aws.types.input.backup.PlanRule;
type CopyAction = aws.types.input.backup.PlanRuleCopyAction;
type Lifecycle = aws.types.input.backup.PlanRuleLifecycle;
type Selection = aws.backup.SelectionArgs;
type Condition = aws.types.input.backup.SelectionCondition;
type ReportPlan = aws.backup.ReportPlanArgs;
type RestoreTesting = aws.backup.RestoreTestingPlanArgs;
type RestoreSelection = aws.backup.RestoreTestingSelectionArgs;

const vaultType = "aws:backup/vault:Vault";
