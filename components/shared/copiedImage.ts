import { copiedImages } from "../facts/images";
import type { RegionContext } from "./context";

/** Where an image that is copied from Docker Hub lies in a region's registry, without its tag. */
export function copiedRepository(context: RegionContext, image: keyof typeof copiedImages): string {
  const { accountId, region } = context;
  return `${accountId}.dkr.ecr.${region.awsRegion}.amazonaws.com/${copiedImages[image].repository}`;
}

/**
 * The same image with its tag.
 * @example copiedImage(context, "nats") // "111122223333.dkr.ecr.af-south-1.amazonaws.com/platform/nats:2.10.10"
 */
export function copiedImage(context: RegionContext, image: keyof typeof copiedImages): string {
  return `${copiedRepository(context, image)}:${copiedImages[image].tag}`;
}
