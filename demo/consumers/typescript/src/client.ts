/** Asks a server, in whatever language, for a user that nobody is, and shows the error. */
import { credentials } from "@grpc/grpc-js";
import { fromError } from "ego-errors";
import { promises } from "ego-errors/grpc";
import {
  GetUserRequest,
  isUserErrNotFound,
  UserServiceClient,
} from "shop-client/shop/user/v1";

const address = process.argv[2] ?? "";
const client = new UserServiceClient(address, credentials.createInsecure());
try {
  const request = GetUserRequest.fromPartial({ uid: 42n });
  const { user } = await promises(client).getUser(request);
  throw new Error(`nobody was expected, found ${user?.name}`);
} catch (caught) {
  const error = fromError(caught);
  if (!isUserErrNotFound(error)) throw caught;
  const name = error.definition?.name;
  console.log(`${name} uid=${error.metadata.uid} ${error.display("zh-CN")}`);
} finally {
  client.close();
}
