import { createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { parseCertificate, type Certificate } from "@yanta/crypto";
import { rpcErrors } from "../errors.ts";
import { handshakeTimeoutMs } from "../limits.ts";
import { connectionLimit } from "./connection-limit.ts";

/** The server's own certificate and key, PEM. The key is a secret. */
export interface TlsIdentity {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export type TlsMode =
  | { readonly kind: "disable" }
  | { readonly kind: "oneway"; readonly identity: TlsIdentity }
  | {
      readonly kind: "twoway";
      readonly identity: TlsIdentity;
      /** Judges a client's certificate; a text refuses the connection. Asked for each handshake, so new roots and revocations count at once. */
      readonly refusePeer: (certificate: Certificate) => string | undefined;
    };

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly tls: TlsMode;
  readonly onConnection: (socket: Socket) => void;
  /** A connection that was turned away, with the reason, for log and metric. */
  readonly onRefused: (reason: string, address: string) => void;
}

export interface Listener {
  readonly port: number;
  /** Replaces the server's certificate and key for new handshakes; running connections stay. */
  rotate(identity: TlsIdentity): void;
  /** Stops accepting; resolves when all sockets are closed. */
  close(): Promise<void>;
  destroyConnections(): void;
}

/**
 * Opens the RPC port. Client certificates are judged by the chain's access control instead of a fixed CA list:
 * TLS proves that the client holds the key, `refusePeer` decides whether the certificate may connect.
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer(options);
  server.maxConnections = connectionLimit();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, options)));
    server.listen({ host: options.host, port: options.port, backlog: 1024 }, resolve);
  });
  server.removeAllListeners("error");
  server.on("error", (error) => options.onRefused(error.message, "-"));

  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    rotate: (identity) => {
      if ("setSecureContext" in server)
        (server as TlsServerLike).setSecureContext({ cert: identity.certificatePem, key: identity.privateKeyPem });
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
    destroyConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface TlsServerLike {
  setSecureContext(options: { cert: string; key: string }): void;
}

function createServer(options: ListenerOptions): TcpServer {
  const { tls } = options;
  if (tls.kind === "disable") return createTcpServer((socket) => options.onConnection(socket));

  let server;
  try {
    server = createTlsServer({
      cert: tls.identity.certificatePem,
      key: tls.identity.privateKeyPem,
      ALPNProtocols: ["h2"],
      minVersion: "TLSv1.2",
      handshakeTimeout: handshakeTimeoutMs,
      requestCert: tls.kind === "twoway",
      // The chain decides about client certificates, see above; OpenSSL still checks the client's proof of its key.
      rejectUnauthorized: false,
    });
  } catch (error) {
    throw rpcErrors.create(
      "RPC_TLS_MATERIAL",
      { reason: error instanceof Error ? error.message : String(error) },
      error,
    );
  }
  server.on("tlsClientError", (error, socket) => {
    options.onRefused(error.message, socket.remoteAddress ?? "-");
    socket.destroy();
  });
  server.on("secureConnection", (socket) => {
    socket.on("error", () => socket.destroy());
    const reason = tls.kind === "twoway" ? refusalOfPeer(socket, tls.refusePeer) : undefined;
    if (reason === undefined) {
      options.onConnection(socket);
    } else {
      options.onRefused(reason, socket.remoteAddress ?? "-");
      socket.destroy();
    }
  });
  return server;
}

function refusalOfPeer(
  socket: TLSSocket,
  refusePeer: (certificate: Certificate) => string | undefined,
): string | undefined {
  const presented = socket.getPeerX509Certificate();
  if (presented === undefined) return "no client certificate";
  try {
    return refusePeer(parseCertificate(presented.raw));
  } catch {
    return "the client certificate cannot be read";
  }
}

function listenError(error: NodeJS.ErrnoException, options: ListenerOptions): Error {
  const details = { host: options.host, port: options.port };
  if (error.code === "EADDRINUSE") return rpcErrors.create("RPC_PORT_IN_USE", details, error);
  return rpcErrors.create("RPC_ADDRESS_UNAVAILABLE", { ...details, reason: error.message }, error);
}
