import { seconds } from "../../policies/shared/durations";

test.each([
  ["720h", 2_592_000],
  ["5m", 300],
  ["1h30m", 5400],
  ["4m60s", 300],
  ["0s", 0],
  ["1.5h", 5400],
])("%s has %d seconds", (duration, expected) => {
  expect(seconds(duration)).toBe(expected);
});

test.each(["Never", "", "5", "5 m", "m", "5d", "-5m", "5m!"])("%j is no duration", (duration) => {
  expect(seconds(duration)).toBeUndefined();
});

test("nothing is no duration", () => {
  expect(seconds(undefined)).toBeUndefined();
});
