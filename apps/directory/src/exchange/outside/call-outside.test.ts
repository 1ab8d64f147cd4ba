import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { callOutside } from "./call-outside.ts";
import { isPublicAddress } from "./public-address.ts";

const options = { answerBytesMax: 1000, timeoutMs: 10_000 };

describe("calls of other systems", () => {
  let server: Server;
  let base = "";
  const asked: string[] = [];
  before(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      if (path.startsWith("/to?"))
        return response.writeHead(302, { location: decodeURIComponent(path.slice(4)) }).end();
      if (path === "/loop") return response.writeHead(302, { location: "/loop" }).end();
      if (path === "/large") return response.end("x".repeat(1001));
      if (path === "/gzip") return response.writeHead(200, { "content-encoding": "gzip" }).end("x");
      if (path === "/cut")
        return response.writeHead(200, { "content-length": "50" }).write("x", () => response.destroy());
      if (path === "/silent") return undefined;
      return response.writeHead(200, { "content-type": "Text/Turtle; charset=utf-8" }).end("ok");
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const call = (path: string, allowPrivate = true, timeoutMs = 10_000) =>
    callOutside({ ...options, timeoutMs, url: path.startsWith("http") ? path : base + path, allowPrivate });
  const code = (expected: string) => (error: { code?: string }) => error.code === expected;

  it("knows what is no address of the public Internet", () => {
    const inner =
      "127.0.0.1 10.1.2.3 172.31.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: fe80::1";
    const more = "fd00::1 ::ffff:10.0.0.1 ::ffff:a00:1 64:ff9b::a00:1 2002:a00:1:: 2001:db8::1 ff02::1 2001::1";
    for (const address of `${inner} ${more}`.split(" ")) assert.equal(isPublicAddress(address), false, address);
    for (const address of ["8.8.8.8", "114.114.114.114", "172.32.0.1", "2400:3200::1", "::ffff:8.8.8.8"])
      assert.equal(isPublicAddress(address), true, address);
  });

  it("calls private networks only when it is told to, also by a name or a redirect", async () => {
    assert.equal((await call("/")).type, "text/turtle");
    const before = asked.length;
    const named = base.replace("127.0.0.1", "localhost");
    const octal = base.replace("127.0.0.1", "0x7f.1");
    for (const url of [base, named, octal, base.replace("127.0.0.1", "[::1]"), base.replace("127.0.0.1", "2130706433")])
      await assert.rejects(call(url, false), code("DIRECTORY_EXCHANGE_ADDRESS"), url);
    for (const url of ["file:///etc/passwd", "ftp://example.com/", "http://user:x@example.com/", "x", ""])
      await assert.rejects(
        callOutside({ ...options, url, allowPrivate: true }),
        code("DIRECTORY_EXCHANGE_ADDRESS"),
        url,
      );
    assert.equal(asked.length, before);
  });

  it("follows few redirects, to addresses of the web only", async () => {
    assert.equal((await call("/to?%2Fthere")).url, `${base}/there`);
    await assert.rejects(call("/loop"), code("DIRECTORY_EXCHANGE_ANSWER"));
    await assert.rejects(call("/to?file%3A%2F%2F%2Fetc%2Fpasswd"), code("DIRECTORY_EXCHANGE_ADDRESS"));
  });

  it("reads no more than it may, for no longer than it may", async () => {
    await assert.rejects(call("/large"), code("DIRECTORY_EXCHANGE_ANSWER"));
    await assert.rejects(call("/gzip"), code("DIRECTORY_EXCHANGE_ANSWER"));
    await assert.rejects(call("/cut"), code("DIRECTORY_EXCHANGE_UNREACHABLE"));
    await assert.rejects(call("/silent", true, 200), code("DIRECTORY_EXCHANGE_UNREACHABLE"));
  });
});
