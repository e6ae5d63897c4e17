import { today } from "../../components/facts/days";
import { loadRules, loadWaivers } from "../framework/load";
import { startPack } from "../framework/pack";

const { waivers, mistakes } = loadWaivers(today());
if (mistakes.length > 0) throw new Error(`policies/waivers.yaml: ${mistakes.join("\n  ")}`);
startPack({ name: "azora-compliance", rules: loadRules("compliance"), waivers, today: today() });
