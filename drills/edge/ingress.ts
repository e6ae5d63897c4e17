/** A region's ingress: answers the health path as the gateway does. `node ingress.js ADDRESS PORT PATH CODE BODY` */
import { createServer } from "node:http";

const [host, port, path, code, body] = process.argv.slice(2);
createServer((request, response) => {
  const isHealth = request.url === path;
  response.writeHead(isHealth ? Number(code) : 404).end(isHealth ? body : "not found");
}).listen(Number(port), host);
