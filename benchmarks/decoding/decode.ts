/** What reading a received error costs in TypeScript: `decode WAY COUNT DETAILS PROTOS`. */
import {
  createFileRegistry,
  fromBinary,
  type DescMessage,
  type MessageShape,
} from "@bufbuild/protobuf";
import {
  type Any,
  anyIs,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { fromError } from "./egoerrors/index.js";
import { isUserErrNotFound } from "./interop_errors.js";

const [way = "", times = "", details = "", protos = ""] = process.argv.slice(2);
const count = Number(times);
const bytes = (text: string) => Buffer.from(text, "base64");

// What protoc-gen-es generates for google/rpc is these descriptors, taken from the same serialized files.
const files = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, bytes(protos)),
);
function schema(name: string): DescMessage {
  const found = files.getMessage(name);
  if (!found) throw new Error(name);
  return found;
}
const statusSchema = schema("google.rpc.Status");
const infoSchema = schema("google.rpc.ErrorInfo");
type Fields = MessageShape<DescMessage> & Record<string, unknown>;

function received(): ServiceError {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", bytes(details));
  return Object.assign(new Error("5 NOT_FOUND: user 42 not found"), {
    code: status.NOT_FOUND,
    details: "user 42 not found",
    metadata,
  });
}

/** protobuf-es, as one reads details with it. */
function native(error: ServiceError): boolean {
  const [trailer] = error.metadata.get("grpc-status-details-bin");
  const read = fromBinary(statusSchema, trailer as Buffer) as Fields;
  for (const detail of read["details"] as Any[]) {
    if (anyIs(detail, infoSchema)) {
      const info = fromBinary(infoSchema, detail.value) as Fields;
      const { uid } = info["metadata"] as Record<string, string>;
      return info["reason"] === "user.v1.USER_ERR_NOT_FOUND" && uid === "42";
    }
  }
  return false;
}

const ways: Record<string, (error: ServiceError) => boolean> = {
  ego: (error) => isUserErrNotFound(fromError(error)),
  native,
  empty: (error) => error.code === status.NOT_FOUND,
};
const read = ways[way];
const errors = Array.from({ length: 256 }, received);
let found = 0;
for (let n = 0; n < count; n++) {
  const error = errors[n & 255];
  if (error && read?.(error)) found++;
}
process.exit(found === count ? 0 : 1);
