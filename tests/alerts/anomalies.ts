/** A signal of some weeks that rises and falls each day, with what is no anomaly and what is one. */
import { anomalyBand, anomalySignals, type AnomalySignalName } from "../../components/facts/anomalies";
import { series, type AlertCase, type AlertCases } from "./case";

const region = "africa";
const perDay = 1440 / anomalyBand.everyMinutes;
const days = 7 * anomalyBand.weeks + 2;
/** At the day's height, so that a band without seasons would have to be as wide as the day. */
const peak = perDay / 4;
const moment = (days - 1) * perDay + peak;

/** By the day's hour between a half and one and a half of the mean, and a ripple that no two days share. */
function usual(index: number): number {
  const day = Math.sin((2 * Math.PI * (index % perDay)) / perDay);
  const ripple = Math.sin(index * 12.9898) * 0.02;
  return 100 * (1 + 0.5 * day + ripple);
}

/** The signal, of which a factor changes an hour before the moment that is looked at. */
function signal(name: AnomalySignalName, factor: number): Record<string, string> {
  const values = Array.from({ length: moment + 2 }, (_, index) =>
    (usual(index) * (index > moment - 12 ? factor : 1)).toFixed(2),
  );
  return { [series("signal:level:avg5m", { region, signal: name })]: values.join(" ") };
}

const at = moment * anomalyBand.everyMinutes;

function caseOf(name: AnomalySignalName, strange: number, ordinary: number): AlertCase {
  return {
    fires: signal(name, strange),
    quiet: signal(name, ordinary),
    at,
    about: { region, signal: name },
    everyMinutes: anomalyBand.everyMinutes,
  };
}

const names = Object.keys(anomalySignals) as AnomalySignalName[];

/** Each signal's own band: what is clearly beyond its floor, and what the day brings anyway. */
export const bandCases: Readonly<
  Record<AnomalySignalName, { readonly above: AlertCase; readonly below?: AlertCase }>
> = Object.fromEntries(
  names.map((name) => {
    const { floorRatio, side } = anomalySignals[name];
    return [
      name,
      {
        above: caseOf(name, 1 + 1.5 * floorRatio, 1 + 0.3 * floorRatio),
        ...(side === "both" ? { below: caseOf(name, 1 - 1.5 * floorRatio, 1 - 0.3 * floorRatio) } : {}),
      },
    ];
  }),
) as never;

export const anomalyCases: AlertCases = {
  "AnomalyAbove warning": bandCases.request_rate.above,
  "AnomalyBelow warning": bandCases.request_rate.below ?? bandCases.request_rate.above,
};
