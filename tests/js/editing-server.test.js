import assert from "node:assert/strict";
import test from "node:test";

import { DraftServer } from "../../kiosk_ui/static/staff/editing/server.js";

const STEP = { key: "k", how: "undo", changes: [], label: {}, over: [] };

/** A network that says nothing, but for the answers given; it counts what it was asked. */
function silentNetwork(answers = []) {
  const asked = [];
  globalThis.fetch = (address, { signal }) => {
    asked.push(Date.now());
    const answer = answers.shift();
    if (answer) return Promise.resolve(new Response(JSON.stringify(answer)));
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  return asked;
}

/** How long it takes until nothing more is expected. */
async function patienceOf(server) {
  const began = performance.now();
  // Node.js ends where only such timers are left.
  const stay = setInterval(() => {}, 1000);
  await assert.rejects(server.send(STEP, 1), { name: "TimeoutError" });
  clearInterval(stay);
  return performance.now() - began;
}

test("an answer that does not come is not waited for without end, but longer each time", async () => {
  silentNetwork();
  const server = new DraftServer({ branch: "toy", draft: "d", patience_ms: 40 });
  const waits = [await patienceOf(server), await patienceOf(server), await patienceOf(server)];
  assert.ok(waits[0] >= 39 && waits[1] >= 79 && waits[2] >= 159, `${waits}`);
});

test("an answer makes patience short again", async () => {
  const asked = silentNetwork([undefined, { revision: 2 }]);
  const server = new DraftServer({ branch: "toy", draft: "d", patience_ms: 200 });
  await patienceOf(server);
  assert.deepEqual(await server.send(STEP, 1), { revision: 2 });
  assert.ok((await patienceOf(server)) < 400);
  assert.equal(asked.length, 3);
});
