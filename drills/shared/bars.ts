/** A chart of a drill's runs: each a bar, and the promise as a line over all of them. */
import { spanOf } from "./results";

export interface Bar {
  readonly words: string;
  /** `null` where it never ended. */
  readonly seconds: number | null;
  /** Drawn in grey: nothing is promised of it. */
  readonly control: boolean;
}

export interface BarChart {
  readonly title: string;
  readonly promisedSeconds: number;
  readonly bars: readonly Bar[];
  /** Default 8: 78 seconds are as wide as a page. */
  readonly pixelsPerSecond?: number;
}

const barHeight = 18;
const gap = 6;
const left = 430;
/** Pixels of the longest bar; longer times are drawn as long as this. */
const widest = 624;

/** The chart as SVG. */
export function renderBars({ title, promisedSeconds, bars, pixelsPerSecond: scale = 8 }: BarChart): string {
  const height = 40 + bars.length * (barHeight + gap);
  const limit = left + promisedSeconds * scale;
  const width = left + widest + 16;
  const text = (x: number, y: number, words: string, anchor = "start"): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`;
  const drawn = bars.flatMap(({ words, seconds, control }, index) => {
    const y = 30 + index * (barHeight + gap);
    const length = seconds === null ? widest : Math.min(seconds * scale, widest);
    return [
      text(left - 8, y + 13, words.slice(0, 68), "end"),
      `<rect x="${left}" y="${y}" width="${length.toFixed(0)}" height="${barHeight}" fill="${control ? "#9aa5b1" : "#2f6f8f"}"/>`,
      text(left + length + 6, y + 13, spanOf(seconds)),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<line x1="${limit}" y1="22" x2="${limit}" y2="${height}" stroke="#b3261e"/>`,
    text(limit, 16, `${promisedSeconds} s`, "middle"),
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}
