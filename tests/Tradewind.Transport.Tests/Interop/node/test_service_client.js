// Runs cases of the gRPC interoperability test descriptions with grpc-js against a server.
//
// Usage: node test_service_client.js ADDRESS PROTO. Reads the name of a case a line, writes {"case": ..., "error": null or what went
// wrong} a line.
"use strict";

const assert = require("node:assert");
const readline = require("node:readline");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const [address, proto] = process.argv.slice(2);
const { testing } = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true, defaults: true })).grpc;
const credentials = grpc.credentials.createInsecure();
const options = { "grpc.enable_http_proxy": 0 };
const plain = new testing.TestService(address, credentials, options);
const gzip = new testing.TestService(address, credentials, {
  ...options,
  "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip,
});
const unimplemented = new testing.UnimplementedService(address, credentials, options);

const NO_COMPRESS = 2;
const SIZES = [31415, 9, 2653, 58979];
const PAYLOADS = [27182, 8, 1828, 45904];
const SPECIAL_MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1f608}\t\n";
const CONCURRENT_CALLS = 200;

const zeros = (size) => ({ type: "COMPRESSABLE", body: Buffer.alloc(size) });
const largeRequest = (fields) => ({ response_size: 314159, payload: zeros(271828), ...fields });
const outputRequest = (size, payload) => ({ response_parameters: [{ size }], payload: zeros(payload) });
const isLarge = (response) => assert.deepStrictEqual(response.payload.body, Buffer.alloc(314159));

/** The response of a unary call. */
const unary = (client, method, request) =>
  new Promise((resolve, reject) => client[method](request, (error, response) => (error ? reject(error) : resolve(response))));

/** The response to a stream of requests; those of `plainly` are sent with compression switched off. */
const upload = (client, requests, plainly = new Set()) =>
  new Promise((resolve, reject) => {
    const call = client.StreamingInputCall((error, response) => (error ? reject(error) : resolve(response)));
    // Node's streams refuse the flags that grpc-js takes in place of an encoding: they go to the call below the stream.
    const send = ([request, ...rest]) => {
      if (request === undefined) {
        call.end();
      } else {
        const flags = plainly.has(request) ? NO_COMPRESS : 0;
        call.call.sendMessageWithContext({ flags, callback: () => send(rest) }, request);
      }
    };
    send(requests);
  });

/** All responses of a call that streams them. */
const collect = (call) =>
  new Promise((resolve, reject) => {
    const responses = [];
    call.on("data", (response) => responses.push(response));
    call.on("error", reject);
    call.on("end", () => resolve(responses));
  });

const sizesOf = (responses) => responses.map((response) => response.payload.body.length);

async function fails(code, promise, message) {
  const error = await promise.then(
    () => assert.fail(`expected status ${code}, got OK`),
    (failure) => failure,
  );
  assert.strictEqual(error.code, code, error.message);
  assert.ok(message === undefined || error.details === message, error.details);
}

function customMetadata() {
  const metadata = new grpc.Metadata();
  metadata.add("x-grpc-test-echo-initial", "test_initial_metadata_value");
  metadata.add("x-grpc-test-echo-trailing-bin", Buffer.from("ababab", "hex"));
  return metadata;
}

async function echoes(call) {
  const initial = new Promise((resolve) => call.on("metadata", resolve));
  const status = new Promise((resolve) => call.on("status", resolve));
  assert.deepStrictEqual((await initial).get("x-grpc-test-echo-initial"), ["test_initial_metadata_value"]);
  assert.deepStrictEqual((await status).metadata.get("x-grpc-test-echo-trailing-bin"), [Buffer.from("ababab", "hex")]);
}

const cases = {
  empty_unary: async () => assert.deepStrictEqual(await unary(plain, "EmptyCall", {}), {}),
  large_unary: async () => isLarge(await unary(plain, "UnaryCall", largeRequest())),
  concurrent_large_unary: async () => {
    const calls = Array.from({ length: CONCURRENT_CALLS }, () => unary(plain, "UnaryCall", largeRequest()));
    (await Promise.all(calls)).forEach(isLarge);
  },
  client_compressed_unary: async () => {
    const expects = largeRequest({ expect_compressed: { value: true } });
    await fails(grpc.status.INVALID_ARGUMENT, unary(plain, "UnaryCall", expects));
    isLarge(await unary(gzip, "UnaryCall", expects));
    isLarge(await unary(plain, "UnaryCall", largeRequest({ expect_compressed: { value: false } })));
  },
  server_compressed_unary: async () => {
    // grpc-js does not show the marks of messages: the server's test looks at them.
    for (const value of [true, false]) {
      isLarge(await unary(plain, "UnaryCall", largeRequest({ response_compressed: { value } })));
    }
  },
  client_streaming: async () => {
    const requests = PAYLOADS.map((size) => ({ payload: zeros(size) }));
    assert.strictEqual((await upload(plain, requests)).aggregated_payload_size, 74922);
  },
  client_compressed_streaming: async () => {
    const compressed = { expect_compressed: { value: true }, payload: zeros(27182) };
    const plainly = { expect_compressed: { value: false }, payload: zeros(45904) };
    await fails(grpc.status.INVALID_ARGUMENT, upload(plain, [compressed]));
    assert.strictEqual((await upload(gzip, [compressed, plainly], new Set([plainly]))).aggregated_payload_size, 73086);
  },
  server_streaming: async () => {
    const request = { response_parameters: SIZES.map((size) => ({ size })) };
    assert.deepStrictEqual(sizesOf(await collect(plain.StreamingOutputCall(request))), SIZES);
  },
  server_compressed_streaming: async () => {
    const response_parameters = [
      { compressed: { value: true }, size: 31415 },
      { compressed: { value: false }, size: 92653 },
    ];
    assert.deepStrictEqual(sizesOf(await collect(plain.StreamingOutputCall({ response_parameters }))), [31415, 92653]);
  },
  ping_pong: async () => {
    const call = plain.FullDuplexCall();
    let sent = 0;
    const next = () => (sent < SIZES.length ? call.write(outputRequest(SIZES[sent], PAYLOADS[sent++])) : call.end());
    const responses = collect(call);
    call.on("data", next);
    next();
    assert.deepStrictEqual(sizesOf(await responses), SIZES);
  },
  empty_stream: async () => {
    const call = plain.FullDuplexCall();
    call.end();
    assert.deepStrictEqual(await collect(call), []);
  },
  cancel_after_begin: async () => {
    const ended = new Promise((resolve, reject) => {
      plain.StreamingInputCall((error) => (error ? reject(error) : resolve())).cancel();
    });
    await fails(grpc.status.CANCELLED, ended);
  },
  cancel_after_first_response: async () => {
    const call = plain.FullDuplexCall();
    const responses = collect(call);
    call.on("data", () => call.cancel());
    call.write(outputRequest(31415, 27182));
    await fails(grpc.status.CANCELLED, responses);
  },
  timeout_on_sleeping_server: async () => {
    const call = plain.FullDuplexCall({ deadline: Date.now() + 1 });
    const responses = collect(call);
    call.write({ payload: zeros(27182) });
    await fails(grpc.status.DEADLINE_EXCEEDED, responses);
  },
  custom_metadata: async () => {
    let call;
    const response = new Promise((resolve, reject) => {
      call = plain.UnaryCall(largeRequest(), customMetadata(), (error, value) => (error ? reject(error) : resolve(value)));
    });
    await echoes(call);
    isLarge(await response);

    const duplex = plain.FullDuplexCall(customMetadata());
    const responses = collect(duplex);
    const echoed = echoes(duplex);
    duplex.write(outputRequest(314159, 271828));
    duplex.end();
    assert.deepStrictEqual(sizesOf(await responses), [314159]);
    await echoed;
  },
  status_code_and_message: async () => {
    const response_status = { code: 2, message: "test status message" };
    await fails(grpc.status.UNKNOWN, unary(plain, "UnaryCall", { response_status }), "test status message");
    const call = plain.FullDuplexCall();
    const responses = collect(call);
    call.write({ response_status });
    call.end();
    await fails(grpc.status.UNKNOWN, responses, "test status message");
  },
  special_status_message: async () => {
    const response_status = { code: 2, message: SPECIAL_MESSAGE };
    await fails(grpc.status.UNKNOWN, unary(plain, "UnaryCall", { response_status }), SPECIAL_MESSAGE);
  },
  unimplemented_method: () => fails(grpc.status.UNIMPLEMENTED, unary(plain, "UnimplementedCall", {})),
  unimplemented_service: () => fails(grpc.status.UNIMPLEMENTED, unary(unimplemented, "UnimplementedCall", {})),
};

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const name = line.trim();
    let error = null;
    try {
      await cases[name]();
    } catch (failure) {
      error = String(failure.stack ?? failure);
    }
    console.log(JSON.stringify({ case: name, error }));
  }
  process.exit(0);
}

main();
