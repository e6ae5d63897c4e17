import { X509Certificate, createPrivateKey } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { Authorities } from "../../drills/world/certificates";

const leafOf = (pem: string): X509Certificate => new X509Certificate(pem);

describe("a drill's certificates", () => {
  let authorities: Authorities;
  beforeAll(async () => {
    authorities = await Authorities.make(["north", "south"]);
  });

  test("are signed by their own region's authority and no other", async () => {
    const { certificate, key } = await authorities.issue("north", { commonName: "db-0" });
    const leaf = leafOf(certificate);
    const [north, south] = ["north", "south"].map((region) => leafOf(authorities.certificateOf(region)));
    expect(north && leaf.checkIssued(north) && leaf.verify(north.publicKey)).toBe(true);
    expect(south && leaf.verify(south.publicKey)).toBe(false);
    expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect([north?.ca, leaf.ca]).toEqual([true, false]);
  });

  test("name their own key and their authority's, as strict clients ask", async () => {
    const { certificate } = await authorities.issue("north", { commonName: "db-0" });
    const of = (pem: string): { own: string | undefined; authority: string | undefined } => {
      const parsed = new x509.X509Certificate(pem);
      return {
        own: parsed.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
        authority: parsed.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId,
      };
    };
    const [leaf, north] = [of(certificate), of(authorities.certificateOf("north"))];
    expect(leaf.own).toMatch(/^[0-9a-f]{40}$/);
    expect(leaf.own).not.toBe(north.own);
    expect(leaf.authority).toBe(north.own);
  });

  test("hold the names and addresses asked for", async () => {
    const { certificate } = await authorities.issue("north", {
      commonName: "db-0",
      names: ["db-0.north.test", "127.0.0.1"],
    });
    const leaf = leafOf(certificate);
    expect(leaf.subject).toBe("CN=db-0");
    expect(leaf.subjectAltName).toBe("DNS:db-0.north.test, IP Address:127.0.0.1");
  });

  test.each([
    [["server"] as const, ["1.3.6.1.5.5.7.3.1"]],
    [["client"] as const, ["1.3.6.1.5.5.7.3.2"]],
    [undefined, ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]],
  ])("are for the uses asked for (%p)", async (uses, oids) => {
    const { certificate } = await authorities.issue("south", { commonName: "x", ...(uses ? { uses } : {}) });
    expect(leafOf(certificate).keyUsage).toEqual(oids);
  });

  test("come with the authorities of all regions", () => {
    expect(authorities.certificates.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(authorities.certificates).toContain(authorities.certificateOf("south"));
  });

  test("are refused for a region without an authority", async () => {
    await expect(authorities.issue("west", { commonName: "x" })).rejects.toThrow(
      "there is no authority of west; there are north, south",
    );
  });
});
