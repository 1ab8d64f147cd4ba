/** Where a node listens or is reached, as ChainMaker's net.listen_addr and net.seeds say it. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
  /** Behind /p2p/ or /ipfs/. */
  readonly nodeId: string | undefined;
}

const multiaddress =
  /^\/(?:ip4|ip6|dns|dns4|dns6)\/(?<host>[^/]+)\/tcp\/(?<port>\d{1,5})(?:\/(?:p2p|ipfs)\/(?<nodeId>[^/]+))?$/;

/** Reads a multiaddress of the forms that ChainMaker's files have; undefined for any other. Spec: config.md §4 "net". */
export function parseMultiaddress(text: string): NodeAddress | undefined {
  const { host, port, nodeId } = multiaddress.exec(text.trim())?.groups ?? {};
  if (host === undefined || port === undefined || Number(port) > 65_535) return undefined;
  return { host, port: Number(port), nodeId };
}

/** host:port, an IPv6 address in brackets. */
export function hostAndPort({ host, port }: Pick<NodeAddress, "host" | "port">): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
