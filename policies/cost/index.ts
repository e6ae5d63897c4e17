import { startPack } from "../framework/pack";

startPack("cost");
