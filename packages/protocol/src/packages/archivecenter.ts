export * from "../gen/archivecenter/archivecenter_pb.js";
