/** What kinds of data exist; every store carries one, and each has its own key (ARCHITECTURE section 2). */
export const dataClasses = {
  personal: "about a person: leaves its jurisdiction along lawful edges only",
  internal: "the platform's own, without personal data: may be copied to every region",
  operational: "logs, metrics and traces, kept for operations",
  audit: "evidence that nobody may change",
} as const;

export type DataClass = keyof typeof dataClasses;

export const dataClassNames = Object.keys(dataClasses) as DataClass[];
