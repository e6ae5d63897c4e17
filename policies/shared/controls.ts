import type { Controls } from "../framework/rule";

/** What asks for encryption at rest. */
export const atRest: Controls = {
  soc2: ["CC6.1", "CC6.7"],
  gdpr: ["32(1)(a)"],
  hipaa: ["164.312(a)(2)(iv)"],
  ccpa: ["1798.100(e)"],
};

/** What asks that only those come in who are meant to. */
export const access: Controls = {
  soc2: ["CC6.1", "CC6.6"],
  gdpr: ["32(1)(b)", "5(1)(f)"],
  hipaa: ["164.312(a)(1)"],
  ccpa: ["1798.100(e)"],
};

/** What asks that data can be had again after a mishap. */
export const availability: Controls = {
  soc2: ["A1.2", "CC7.5"],
  gdpr: ["32(1)(b)", "32(1)(c)"],
  hipaa: ["164.308(a)(7)(ii)(A)", "164.312(c)(1)"],
  ccpa: ["1798.100(e)"],
};

/** What asks that somebody is told when data could not be had again. */
export const watched: Controls = {
  soc2: ["A1.2", "CC7.2"],
  gdpr: ["32(1)(c)", "32(1)(d)"],
  hipaa: ["164.308(a)(7)(ii)(A)"],
  ccpa: ["1798.100(e)"],
};

/** What asks that data stays where the law lets it. */
export const transfers: Controls = {
  soc2: ["CC6.7", "P6.1"],
  gdpr: ["44", "46"],
  hipaa: ["164.308(b)(1)"],
  ccpa: ["1798.100(d)"],
};

/** What asks for encryption on the way. */
export const onTheWay: Controls = {
  soc2: ["CC6.1", "CC6.7"],
  gdpr: ["32(1)(a)"],
  hipaa: ["164.312(e)(1)", "164.312(e)(2)(ii)"],
  ccpa: ["1798.100(e)"],
};
