export { DataPlane, type DataPlaneArgs } from "./dataPlane";
export { patroniConfig, type PatroniConfig, type PatroniConfigArgs } from "./patroniConfig";
