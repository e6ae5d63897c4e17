export { globalSteering, personalSteering, type GlobalSteering } from "./steering";
