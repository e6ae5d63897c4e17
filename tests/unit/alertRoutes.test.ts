/** Whom alerts reach, as far as it can be told without Alertmanager: `npm run verify -- routing` asks its own tool. */
import fc from "fast-check";
import { maintenance, receiverNames } from "../../components/facts/alerting";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { hourUtc } from "../../components/facts/schedules";
import { alertmanagerConfig, alertRoutes, type Route } from "../../components/observability";
import { maintenanceWindow } from "../../components/observability/alertRoutes";
import { routeCases } from "../alerts/routes";

interface Span {
  readonly weekdays: readonly string[];
  readonly times: readonly { readonly startTime: string; readonly endTime: string }[];
}

test("a route to a receiver that there is not is refused, with its name", () => {
  const route = { ...alertRoutes(), routes: [{ receiver: "pager" }] } as unknown as Route;
  expect(() => alertmanagerConfig(route)).toThrow(
    `receiver of a route is "pager"; allowed: ${receiverNames.join(", ")}`,
  );
});

test("every receiver is of use, and at least twenty label sets are asked for", () => {
  const reached = new Set(routeCases.flatMap(({ to }) => to));
  expect([...reached].sort()).toEqual([...receiverNames].sort());
  expect(routeCases.length).toBeGreaterThanOrEqual(20);
});

describe("hours in which a region is worked on", () => {
  test.each([
    // By the sun of Cape Town it is an hour later than in Greenwich, of Singapore seven, of São Paulo three earlier.
    {
      region: "africa",
      spans: [{ weekdays: ["sunday"], times: [{ startTime: "01:00", endTime: "03:00" }] }],
    },
    {
      region: "asia",
      spans: [{ weekdays: ["saturday"], times: [{ startTime: "19:00", endTime: "21:00" }] }],
    },
    {
      region: "americas",
      spans: [{ weekdays: ["sunday"], times: [{ startTime: "05:00", endTime: "07:00" }] }],
    },
  ])("$region", ({ region, spans }) => {
    expect(maintenanceWindow(regionNamed(region))).toEqual(spans);
  });

  test("are as long everywhere, whatever the sun", () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (longitude) => {
        const spans = maintenanceWindow({ ...regionNamed("africa"), longitude }) as readonly Span[];
        const hours = spans.flatMap(({ times }) =>
          times.map(({ startTime, endTime }) => Number(endTime.slice(0, 2)) - Number(startTime.slice(0, 2))),
        );
        expect(hours.every((each) => each > 0)).toBe(true);
        expect(hours.reduce((sum, each) => sum + each, 0)).toBe(maintenance.hours);
        expect(Number(spans[0]?.times[0]?.startTime.slice(0, 2))).toBe(
          hourUtc({ longitude }, maintenance.fromHour),
        );
      }),
    );
  });
});

test("each region's warnings have a window of their own, and what is critical has none", () => {
  const routes = alertRoutes().routes ?? [];
  const muted = routes.filter(({ muteTimeIntervals = [] }) => muteTimeIntervals.length > 0);
  expect(muted.map(({ muteTimeIntervals }) => muteTimeIntervals)).toEqual(
    allRegions().map(({ name }) => [`maintenance-${name}`]),
  );
  for (const { matchers = [] } of muted)
    expect(matchers).toContainEqual({ name: "severity", matchType: "=", value: "warning" });
});
