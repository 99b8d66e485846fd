import assert from "node:assert/strict";
import test from "node:test";

const CACHE = "hyllykartta-walk";
const PAGE = "https://library.example/s/walk?face=1A";

/** What a service worker stands on: caches, a network and the events that it listens to. */
function makeGround() {
  const listeners = {};
  const kept = new Map();
  return {
    kept,
    network: () => new Response("page"),
    addEventListener: (name, listener) => (listeners[name] = listener),
    caches: {
      async open(name) {
        if (!kept.has(name)) kept.set(name, new Map());
        const own = kept.get(name);
        return { put: async ({ url }, response) => own.set(url, response), match: async ({ url }) => own.get(url) };
      },
      delete: async (name) => kept.delete(name),
    },
    /** @returns {Promise<Response> | undefined} the answer of the worker, if it is its own */
    ask(url, method = "GET") {
      let answer;
      listeners.fetch({ request: new Request(url, { method }), respondWith: (given) => (answer = given) });
      return answer;
    },
    async tell(data) {
      const done = [];
      listeners.message({ data, waitUntil: (each) => done.push(each) });
      await Promise.all(done);
    },
    listeners,
  };
}

const ground = makeGround();
Object.assign(globalThis, {
  addEventListener: ground.addEventListener,
  caches: ground.caches,
  fetch: async () => ground.network(),
});
await import("../../kiosk_ui/static/staff/walk/worker.js");

test.beforeEach(() => {
  ground.kept.clear();
  ground.network = () => new Response("page");
});

function lose() {
  ground.network = () => {
    throw new TypeError("no network");
  };
}

test("what was opened once opens without a network, also what reads barcodes", async () => {
  for (const url of [PAGE, "https://library.example/s/walk-barcodes.js", "https://library.example/static/vendor/zxing/reader/zxing_reader.wasm"]) {
    await ground.ask(url);
    lose();
    assert.equal(await (await ground.ask(url)).text(), "page");
    ground.network = () => new Response("page");
  }
});

test("other pages and what is sent are none of its business", () => {
  assert.equal(ground.ask("https://library.example/s/layout"), undefined);
  assert.equal(ground.ask("https://library.example/api/v1/branches"), undefined);
  assert.equal(ground.ask(PAGE, "POST"), undefined);
});

test("who signs out leaves no page behind", async () => {
  await ground.ask(PAGE);
  await ground.tell("sign-out");
  assert.equal(ground.kept.has(CACHE), false);
  lose();
  await assert.rejects(ground.ask(PAGE), /no network/);
});

for (const status of [401, 403]) {
  test(`a server that answers ${status} lets nobody see what was kept`, async () => {
    await ground.ask(PAGE);
    ground.network = () => new Response("sign in", { status });
    assert.equal((await ground.ask(PAGE)).status, status);
    assert.equal(ground.kept.has(CACHE), false);
  });
}
