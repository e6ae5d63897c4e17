import { series, steady, type AlertCases } from "./case";

const region = "europe";
const probe = (metric = "probe_success"): string =>
  series(metric, { job: "entries", region, instance: "https://entry" });
const asked = (about: string): string => series("probe_success", { job: "entries", region: about });
const day = 24 * 60;

export const entryCases: AlertCases = {
  "RegionUnreachable critical": {
    fires: { [probe()]: `1x10 ${steady(0, 20)}` },
    // One of a minute's probes is answered.
    quiet: { [probe()]: "1 0 0 0 1 0 0 0 1 0 0 0 1 0 0 0 1 0 0 0 1 0 0 0" },
    at: 5,
    about: { region },
    everyMinutes: 0.25,
  },
  "UptimeLow critical": {
    // Two minutes of a day are 0.14 %.
    fires: { [probe()]: `1x100 0x1 ${steady(1, day)}` },
    quiet: { [probe()]: `1x100 0 ${steady(1, day)}` },
    at: day,
    about: { region },
  },
  "UptimeLow warning": {
    // A minute of a day is 0.07 %.
    fires: { [probe()]: `1x100 0 ${steady(1, day)}` },
    quiet: { [probe()]: steady(1, day) },
    at: day,
    about: { region },
  },
  "ProbesMissing warning": {
    // Two of three are asked.
    fires: Object.fromEntries(["europe", "asia"].map((each) => [asked(each), "1x10"])),
    // Whether they answer is another matter.
    quiet: Object.fromEntries(["europe", "asia", "americas"].map((each) => [asked(each), "0x10"])),
    at: 10,
    about: { region: "africa" },
  },
  "EntryCertificateEnds warning": {
    // Four days from the beginning, of which half an hour has passed.
    fires: { [probe("probe_ssl_earliest_cert_expiry")]: steady(4 * 86_400, 60) },
    quiet: { [probe("probe_ssl_earliest_cert_expiry")]: steady(6 * 86_400, 60) },
    at: 30,
    about: { region },
  },
  "EntryCertificateEnds critical": {
    fires: { [probe("probe_ssl_earliest_cert_expiry")]: steady(86_400, 60) },
    quiet: { [probe("probe_ssl_earliest_cert_expiry")]: steady(3 * 86_400, 60) },
    at: 30,
    about: { region },
  },
};
