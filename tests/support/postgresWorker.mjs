/** PGlite loads its parts by `import()`, which jest's modules cannot; so it runs in a thread of its own. */
import { parentPort } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";

const database = await PGlite.create();
parentPort.on("message", async ({ call, sql }) => {
  try {
    if (call === "rows")
      parentPort.postMessage({ rows: (await database.query(sql, [], { rowMode: "array" })).rows });
    else {
      await database.exec(sql);
      parentPort.postMessage({ rows: [] });
    }
  } catch (error) {
    parentPort.postMessage({ error: error.message });
  }
});
