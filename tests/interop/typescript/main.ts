/** The TypeScript program: `server` or `client`. */
import { ask } from "./client.js";
import { serve } from "./server.js";

if (process.argv[2] === "server") serve();
else await ask();
