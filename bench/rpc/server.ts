import { readFileSync } from "node:fs";
import { createServer as createTlsServer } from "node:tls";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { AnswerBudget } from "../../packages/rpc/src/grpc/answer-budget.ts";
import { createGrpcServer } from "../../packages/rpc/src/grpc/transport/grpc-server.ts";
import { UnfinishedRequests } from "../../packages/rpc/src/grpc/transport/unfinished-requests.ts";
import { UploadBudget } from "../../packages/rpc/src/grpc/upload-budget.ts";

/** Child of run.ts: answers every unary call with 75 bytes, by grpc-js or by our own server. */
const [, , kind = "grpc-js", certificateFile = "", keyFile = ""] = process.argv;
const answer = Buffer.alloc(75, 1);

const onConnection = kind === "grpc-js" ? grpcJs() : ownServer();
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

function ownServer(): (socket: import("node:net").Socket) => void {
  const server = createGrpcServer({
    methods: new Map([["/api.RpcNode/SendRequest", (call) => call.succeed(answer)]]),
    receiveBytesMax: 1024 * 1024,
    sendBytesMax: 1024 * 1024,
    uploads: new UploadBudget(64 * 1024 * 1024),
    answers: new AnswerBudget(64 * 1024 * 1024),
    unfinished: new UnfinishedRequests(60_000),
    concurrentStreamsMax: 1000,
    pingAfterMs: 5000,
    pingTimeoutMs: 20_000,
    idleCloseMs: 300_000,
  });
  return (socket) => server.serve(socket);
}
