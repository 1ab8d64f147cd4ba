export * from "../gen/txpool/transaction_pool_pb.js";
