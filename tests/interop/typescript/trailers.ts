/** The trailers of a call as they are on the wire, seen by HTTP/2 alone: no gRPC library decodes or joins them. */
import { connect, constants } from "node:http2";
import { definition, type MethodName } from "./rpc.js";

export function trailers(
  address: string,
  method: MethodName,
  order: string,
): Promise<object> {
  const session = connect(`http://${address}`);
  const { path, requestSerialize, requestStream } = definition[method];
  const message = requestSerialize(order);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return new Promise<object>((resolve, reject) => {
    const found: Record<string, unknown> = {};
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: "POST",
      [constants.HTTP2_HEADER_PATH]: path,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc",
      [constants.HTTP2_HEADER_TE]: "trailers",
    });
    // Without a message before the error, the trailers are the only headers.
    const keep = (headers: Record<string, unknown>) => {
      for (const [name, value] of Object.entries(headers))
        if (/^grpc-(status|message)/.test(name)) found[name] = value;
    };
    stream.on("response", keep).on("trailers", keep).on("error", reject);
    stream.on("end", () => resolve(found)).resume();
    for (let n = 0; n < (requestStream ? 3 : 1); n++) {
      stream.write(Buffer.concat([head, message]));
    }
    stream.end();
  }).finally(() => session.close());
}
