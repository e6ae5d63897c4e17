/**
 * Law of the places where data rests or comes from, and the bases on which personal data may move between them.
 *
 * From the team's table of transfer law (state of research 2026-11-23; not legal advice). Marks: `H` the instrument's
 * wording was read, `M` a secondary source, `U` unconfirmed: confirm with counsel before relying on it.
 */
import { dataClassReach, type DataClass } from "./dataClasses";

export type JurisdictionCode = "NG" | "ZA" | "EU" | "SG" | "BR";
export type Confidence = "H" | "M" | "U";

export interface Jurisdiction {
  readonly code: JurisdictionCode;
  readonly place: string;
  readonly law: string;
}

export const jurisdictions: Readonly<Record<JurisdictionCode, Jurisdiction>> = {
  NG: { code: "NG", place: "Nigeria", law: "NDPA 2023 and GAID 2025" },
  ZA: { code: "ZA", place: "South Africa", law: "POPIA" },
  EU: { code: "EU", place: "Germany and the EEA", law: "GDPR" },
  SG: { code: "SG", place: "Singapore", law: "PDPA 2012" },
  BR: { code: "BR", place: "Brazil", law: "LGPD" },
};

/** `adequacy`: by decision; `clauses`: contract under the exporter's law; `approved-instrument`: needs a regulator first. */
export type TransferBasisKind = "adequacy" | "clauses" | "approved-instrument";

export interface TransferBasis {
  readonly kind: TransferBasisKind;
  readonly reference: string;
  readonly confidence: Confidence;
}

type TransferTable = Readonly<
  Record<JurisdictionCode, Readonly<Partial<Record<JurisdictionCode, TransferBasis>>>>
>;

const ndpa: TransferBasis = {
  kind: "approved-instrument",
  reference:
    "NDPA ss 41(1)(a), 42 with an NDPC-approved instrument and a filed assessment (GAID art 28(3)(o))",
  confidence: "M",
};
const popia: TransferBasis = { kind: "clauses", reference: "POPIA s 72(1)(a)", confidence: "M" };
const gdpr: TransferBasis = {
  kind: "clauses",
  reference: "GDPR art 46(2)(c), Decision 2021/914, with a transfer impact assessment",
  confidence: "M",
};
const pdpa: TransferBasis = { kind: "clauses", reference: "PDP Regulations 2021 reg 11", confidence: "H" };
const lgpd: TransferBasis = {
  kind: "clauses",
  reference: "LGPD art 33 II, Res. CD/ANPD 19/2024 Annex II, unaltered",
  confidence: "H",
};

const transfers: TransferTable = {
  NG: { ZA: ndpa, EU: ndpa, SG: ndpa, BR: ndpa },
  ZA: { NG: popia, EU: popia, SG: popia, BR: popia },
  EU: {
    NG: gdpr,
    ZA: gdpr,
    SG: gdpr,
    BR: { kind: "adequacy", reference: "Decision (EU) 2026/179 of 2026-01-26", confidence: "H" },
  },
  SG: { NG: pdpa, ZA: pdpa, EU: pdpa, BR: pdpa },
  BR: {
    NG: lgpd,
    ZA: lgpd,
    SG: lgpd,
    EU: { kind: "adequacy", reference: "Res. CD/ANPD 32 of 2026-01-26, art 1", confidence: "H" },
  },
};

/**
 * The recorded basis on which personal data may go from one place to another; `undefined` where there is none.
 * Adequacy is directed and does not carry onward: test every hop.
 */
export function transferBasis(from: JurisdictionCode, to: JurisdictionCode): TransferBasis | undefined {
  return transfers[from][to];
}

/** Whether personal data of one place may be answered from another: at home, or along an edge with a recorded basis. */
export function mayAnswer(home: JurisdictionCode, from: JurisdictionCode): boolean {
  return home === from || transferBasis(home, from) !== undefined;
}

/** Whether data of a class may be copied from one place to another. */
export function mayMove(dataClass: DataClass, from: JurisdictionCode, to: JurisdictionCode): boolean {
  const reach = dataClassReach[dataClass];
  if (from === to || reach === "anywhere") return true;
  return reach === "lawful-edges" && transferBasis(from, to) !== undefined;
}
