import { connect } from "node:tls";

/** Longest wait for a node's answer to a handshake. */
const handshakeMs = 5_000;

/** The certificate (DER) that a node shows to its clients; undefined when nobody answers there. */
export function shownCertificate(host: string, port: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      host: host === "0.0.0.0" || host === "" ? "127.0.0.1" : host,
      port,
      // Looked at, not trusted: the caller compares it with the one that it expects.
      rejectUnauthorized: false,
      ALPNProtocols: ["h2"],
      timeout: handshakeMs,
    });
    const end = (certificate: Uint8Array | undefined): void => {
      socket.destroy();
      resolve(certificate);
    };
    socket.once("secureConnect", () => end(socket.getPeerX509Certificate()?.raw));
    socket.once("error", () => end(undefined));
    socket.once("timeout", () => end(undefined));
  });
}
