export { EdgeSteering, type EdgeSteeringArgs } from "./edgeSteering";
export { steeringConfig, type SteeringConfigArgs } from "./steeringConfig";
