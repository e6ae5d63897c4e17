/** Authorities of a drill, one a region as in the plan, and what they sign; made anew for each drill, never kept. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

function openssl(home: string, ...args: readonly string[]): void {
  execFileSync("openssl", args, { cwd: home, stdio: ["ignore", "ignore", "pipe"] });
}

export class Authorities {
  private readonly home = mkdtempSync(path.join(tmpdir(), "azora-authorities-"));
  private serial = 1;

  constructor(private readonly regions: readonly string[]) {
    for (const region of regions) {
      openssl(this.home, "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", `${region}.key`);
      openssl(
        this.home,
        "req",
        "-x509",
        "-new",
        "-key",
        `${region}.key`,
        "-sha384",
        "-days",
        "2",
        "-subj",
        `/O=Azora/CN=Azora ${region} drill CA`,
        "-out",
        `${region}.crt`,
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
      );
    }
  }

  /** Certificates of all of them, PEM. */
  get certificates(): string {
    return this.regions.map((region) => this.read(`${region}.crt`)).join("");
  }

  /** A certificate for serving and calling, of a region's authority. */
  issue(region: string, commonName: string, hosts: readonly string[]): Pair {
    const name = `leaf-${this.serial}`;
    const names = hosts.map((host) => `DNS:${host}`).join(",");
    writeFileSync(
      path.join(this.home, `${name}.ext`),
      `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=digitalSignature\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n`,
    );
    openssl(this.home, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", `${name}.key`);
    openssl(
      this.home,
      "req",
      "-new",
      "-key",
      `${name}.key`,
      "-subj",
      `/CN=${commonName}`,
      "-out",
      `${name}.csr`,
    );
    openssl(
      this.home,
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      `${region}.crt`,
      "-CAkey",
      `${region}.key`,
      "-set_serial",
      String(this.serial++),
      "-days",
      "2",
      "-sha256",
      "-extfile",
      `${name}.ext`,
      "-out",
      `${name}.crt`,
    );
    return { certificate: this.read(`${name}.crt`), key: this.read(`${name}.key`) };
  }

  /** Removes the keys. */
  forget(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private read(file: string): string {
    return readFileSync(path.join(this.home, file), "utf8");
  }
}
