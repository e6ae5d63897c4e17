import { readArchives } from "../../stacks/auditArchives";

const own = "111122223333";
const text = (region: string, awsRegion: string, account = "444455556666"): string =>
  `${region}=arn:aws:s3:::archive,arn:aws:kms:${awsRegion}:${account}:key/1`;

test("an archive is read with the account that owns its key", () => {
  expect(readArchives([text("africa", "af-south-1")], own)).toEqual({
    archives: [
      {
        region: "africa",
        bucketArn: "arn:aws:s3:::archive",
        keyArn: "arn:aws:kms:af-south-1:444455556666:key/1",
        accountId: "444455556666",
      },
    ],
    mistakes: [],
  });
});

test.each([
  [[text("mars", "af-south-1")], ' names region "mars"; allowed: africa, europe, asia, americas'],
  [
    [text("africa", "eu-central-1")],
    " has for africa a key of eu-central-1; allowed: one of af-south-1, since audit records stay in their place",
  ],
  [
    [text("africa", "af-south-1", own)],
    ` has for africa a key of the stack's own account ${own}; allowed: one of another account, out of the platform's reach`,
  ],
  [
    [text("asia", "ap-southeast-1"), text("asia", "ap-southeast-1")],
    " names asia twice; allowed: one archive a region",
  ],
])("%j is refused by name", (texts, mistake) => {
  expect(readArchives(texts, own).mistakes).toEqual([mistake]);
});
