export * from "../gen/net/net_pb.js";
