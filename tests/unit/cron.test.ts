import { longestWaitMinutes } from "../../components/facts/cron";

test.each([
  ["* * * * *", 1],
  ["*/5 * * * *", 5],
  ["2-59/5 * * * *", 5],
  ["0-59/5 * * * *", 5],
  ["*/7 * * * *", 7],
  ["0,30 * * * *", 30],
  ["5/20 * * * *", 20],
  ["10-20 * * * *", 50],
  ["17 2 * * *", 24 * 60],
  ["0 */6 * * *", 6 * 60],
  ["*/5 8-18 * * *", 13 * 60 + 5],
])("%s waits %i minutes at the most", (cron, minutes) => {
  expect(longestWaitMinutes(cron)).toBe(minutes);
});

test.each([
  "*/5 * * * 1-5",
  "0 0 1 * *",
  "@every 5m",
  "60 * * * *",
  "* 24 * * *",
  "*/0 * * * *",
  "20-10 * * * *",
  "* * * *",
  "",
  undefined,
])("%s is not every day, or cannot be read", (cron) => {
  expect(longestWaitMinutes(cron)).toBeUndefined();
});
