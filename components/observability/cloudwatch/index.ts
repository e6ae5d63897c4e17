export { cloudwatchConfig, cloudwatchSeries, seriesName } from "./cloudwatchConfig";
export { CloudwatchExporter } from "./cloudwatchExporter";
