/** The shop's users as a server: prints its port, serves until its stdin ends. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { unary } from "ego-errors/grpc";
import { User } from "shop-client/shop/user/v1/user";
import { UserErrNotFound } from "shop-client/shop/user/v1/user_errors";
import {
  type GetUserRequest,
  GetUserResponse,
  UserServiceService,
} from "shop-client/shop/user/v1/user_service";

const server = new Server();
server.addService(UserServiceService, {
  getUser: unary(async ({ request }: { request: GetUserRequest }) => {
    const { uid } = request;
    if (uid !== 1n) throw new UserErrNotFound({ uid: String(uid) });
    const user = User.fromPartial({ uid, name: "Ada" });
    return GetUserResponse.fromPartial({ user });
  }),
});
server.bindAsync(
  "127.0.0.1:0",
  ServerCredentials.createInsecure(),
  (problem, port) => {
    if (problem) throw problem;
    console.log(port);
  },
);
process.stdin.resume().on("end", () => server.forceShutdown());
