export * from "../gen/sync/sync_pb.js";
