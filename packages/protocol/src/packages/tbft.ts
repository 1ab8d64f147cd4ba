export * from "../gen/consensus/tbft/tbft_pb.js";
