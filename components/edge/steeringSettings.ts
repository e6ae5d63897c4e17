import { edgeSteering } from "../facts/edge";

const ms = (seconds: number): number => seconds * 1000;

/** The numbers of the edge-steering controller as its configuration file has them, in milliseconds. */
export function steeringSettings() {
  return {
    probeIntervalMs: ms(edgeSteering.probeIntervalSeconds),
    probeTimeoutMs: ms(edgeSteering.probeTimeoutSeconds),
    confirmAfterMs: ms(edgeSteering.confirmAfterSeconds),
    failedProbes: edgeSteering.failedProbes,
    goodProbes: edgeSteering.goodProbes,
    reportIntervalMs: ms(edgeSteering.reportIntervalSeconds),
    reportTimeoutMs: ms(edgeSteering.reportTimeoutSeconds),
    reportFreshMs: ms(edgeSteering.reportFreshSeconds),
    voteFreshMs: ms(edgeSteering.voteFreshSeconds),
    apiTimeoutMs: ms(edgeSteering.apiTimeoutSeconds),
    retryAfterMsMax: ms(edgeSteering.retryAfterSecondsMax),
    poolsIntervalMs: ms(edgeSteering.poolsIntervalSeconds),
    poolsFreshMs: ms(edgeSteering.poolsFreshSeconds),
    holdOffMs: ms(edgeSteering.holdOffSeconds),
    holdOffMsMax: ms(edgeSteering.holdOffSecondsMax),
    flapMemoryMs: ms(edgeSteering.flapMemorySeconds),
    writeGapMs: ms(edgeSteering.writeGapSeconds),
    stampToleranceMs: ms(edgeSteering.stampToleranceSeconds),
    clockSkewMs: ms(edgeSteering.clockSkewSeconds),
    settleMs: ms(edgeSteering.settleSeconds),
  };
}
