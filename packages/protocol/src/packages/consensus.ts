export * from "../gen/consensus/consensus_pb.js";
