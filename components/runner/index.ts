export { Runner, type RunnerArgs } from "./runner";
