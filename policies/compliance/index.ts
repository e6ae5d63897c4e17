import { startPack } from "../framework/pack";

startPack("compliance");
