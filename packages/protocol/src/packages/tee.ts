export * from "../gen/tee/enclave_outcall_pb.js";
export * from "../gen/tee/enclave_server_pb.js";
