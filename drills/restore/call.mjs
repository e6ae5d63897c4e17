/** Stands in for `kubectl` and `aws` in a drill: hands the call to the drill, prints what that answers, and ends as it says. */
import { connect } from "node:net";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const call = {
  program: process.env.DRILL_PROGRAM,
  args: process.argv.slice(2),
  input: Buffer.concat(chunks).toString("utf8"),
};
const socket = connect(process.env.DRILL_SOCKET);
socket.end(JSON.stringify(call));
let answer = "";
for await (const chunk of socket) answer += String(chunk);
const { status, printed, said } = JSON.parse(answer);
process.stdout.write(printed);
process.stderr.write(said);
process.exitCode = status;
