export { DataPlane, type DataPlaneArgs } from "./dataPlane";
export { coordinatorEnvironment, databaseImage } from "./parts";
export { patroniConfig, type PatroniConfig, type PatroniConfigArgs } from "./patroniConfig";
