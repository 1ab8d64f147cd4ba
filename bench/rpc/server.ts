import { readFileSync } from "node:fs";
import http2 from "node:http2";
import { createServer as createTlsServer } from "node:tls";
import { Server, ServerCredentials } from "@grpc/grpc-js";

/** Child of run.ts: answers every unary call with 75 bytes, by grpc-js or by node:http2 with the gRPC framing. */
const [, , kind = "grpc-js", certificateFile = "", keyFile = ""] = process.argv;
const answer = Buffer.alloc(75, 1);

const onConnection = kind === "grpc-js" ? grpcJs() : plainHttp2();
const tls = createTlsServer(
  {
    cert: readFileSync(certificateFile),
    key: readFileSync(keyFile),
    ALPNProtocols: ["h2"],
    requestCert: true,
    rejectUnauthorized: false,
  },
  (socket) => {
    socket.setNoDelay(true);
    onConnection(socket);
  },
);
tls.listen(0, "127.0.0.1", () => {
  const address = tls.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() }));
process.on("disconnect", () => process.exit(0));

function grpcJs(): (socket: import("node:net").Socket) => void {
  const server = new Server({ "grpc.enable_channelz": 0, "grpc.max_concurrent_streams": 1000 });
  const bytes = (value: Buffer): Buffer => value;
  server.addService(
    {
      Call: {
        path: "/api.RpcNode/SendRequest",
        requestStream: false,
        responseStream: false,
        requestDeserialize: bytes,
        requestSerialize: bytes,
        responseDeserialize: bytes,
        responseSerialize: bytes,
      },
    },
    { Call: (_call: unknown, callback: (error: null, value: Buffer) => void) => callback(null, answer) },
  );
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return (socket) => injector.injectConnection(socket);
}

function plainHttp2(): (socket: import("node:net").Socket) => void {
  const server = http2.createServer({ settings: { maxConcurrentStreams: 1000 } });
  const responseHeaders = { ":status": 200, "content-type": "application/grpc+proto" };
  const trailers = { "grpc-status": "0" };
  server.on("stream", (stream) => {
    let received: Buffer = Buffer.alloc(0);
    stream.on("data", (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    });
    stream.on("end", () => {
      if (received.length < 5 || received.readUInt32BE(1) !== received.length - 5)
        return stream.close(http2.constants.NGHTTP2_PROTOCOL_ERROR);
      const frame = Buffer.allocUnsafe(5 + answer.length);
      frame[0] = 0;
      frame.writeUInt32BE(answer.length, 1);
      answer.copy(frame, 5);
      stream.respond(responseHeaders, { waitForTrailers: true });
      stream.once("wantTrailers", () => stream.sendTrailers(trailers));
      stream.end(frame);
    });
    stream.on("error", () => undefined);
  });
  return (socket) => void server.emit("connection", socket);
}
