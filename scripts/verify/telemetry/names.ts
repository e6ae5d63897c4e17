/** A server of names for one trial: what a cluster's DNS would say of services and their pods. */
import { createSocket, type Socket } from "node:dgram";

/** Reads the name that a query asks for, and where its question ends. */
function question(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

const addressType = 1;
const noSuchName = 3;

/** An answer of addresses (RFC 1035, section 4): those of the name, none for other types, and that there is no such name. */
function answer(query: Buffer, addresses: ReadonlyMap<string, readonly string[]>): Buffer {
  const { name, type, end } = question(query);
  const known = addresses.get(name);
  const found = type === addressType ? (known ?? []) : [];
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(0x8580 | (known === undefined ? noSuchName : 0), 2);
  head.writeUInt16BE(found.length, 6);
  head.writeUInt32BE(0, 8);
  const records = found.map((address) =>
    Buffer.from([0xc0, 12, 0, addressType, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split(".").map(Number)]),
  );
  return Buffer.concat([head, ...records]);
}

/** Answers at an address, port 53, until it is closed; names may change meanwhile. */
export async function nameServer(
  address: string,
  addresses: ReadonlyMap<string, readonly string[]>,
): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address: asker }) => {
    socket.send(answer(query, addresses), port, asker);
  });
  await new Promise<void>((done, failed) => {
    socket.once("error", failed);
    socket.bind(53, address, done);
  });
  return socket;
}
