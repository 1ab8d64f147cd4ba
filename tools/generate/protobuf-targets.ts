/** Every template of the protobuf generator, and the folder that it writes. */
export const protobufTargets: readonly { readonly template: string; readonly folder: string }[] = [
  { template: "buf.gen.yaml", folder: "packages/protocol/src/gen" },
  { template: "packages/consensus/buf.gen.yaml", folder: "packages/consensus/src/gen" },
];
